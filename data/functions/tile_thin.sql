-- needs: tile_shape_left

-- Areas and lines of which snapping leaves nothing: thinner or shorter than its steps. What such a shape snaps to is
-- chance, so that one that was shown could vanish again while a map zooms in. From the zoom on where it is first shown
-- it stays: drawn as thick as it needs. One that no coarser zoom has shown either waits for its zoom as before. One that
-- shares a corner with another area is a part of a mesh, whose other parts take its place: drawn, it would overlap them.

-- Whether a shape of which nothing is left may be shown all the same: one that is long, or lies over a line where some
-- coarser zoom parts its steps. These are the whole multiples of a step. The planner inlines this function, which tells
-- most shapes apart without a call.
-- world_x, world_y: where the origin of the shape's coordinates lies in units of the whole world. snap: as in
-- tile_shapes.
create or replace function may_be_thin(shape geometry, dimension int, per_metre float8, world_x float8, world_y float8,
  snap int)
returns boolean language sql immutable parallel safe as $$
  select case dimension
    when 2 then greatest(ST_XMax(shape) - ST_XMin(shape), ST_YMax(shape) - ST_YMin(shape)) * per_metre >= 4 * snap
      or floor((ST_XMax(shape) * per_metre + world_x) / snap) > floor((ST_XMin(shape) * per_metre + world_x) / snap)
        and floor((world_y - ST_YMin(shape) * per_metre) / snap) > floor((world_y - ST_YMax(shape) * per_metre) / snap)
    when 1 then floor(ST_XMax(shape) * per_metre + world_x) > floor(ST_XMin(shape) * per_metre + world_x)
      or floor(world_y - ST_YMin(shape) * per_metre) > floor(world_y - ST_YMax(shape) * per_metre)
    else false end
$$;

-- Whether an area shares a corner with another one of its layer. Distances, unlike relations of GEOS, take every shape.
create or replace function is_in_mesh(layer text, number bigint, area geometry) returns boolean
language sql stable parallel safe as $$
  select exists (
    select from feature f
    where f.layer_id = layer and f.geom_3857 && area and f.fid <> number and f.visibility = 'public'
      and ST_DWithin(ST_Points(f.geom_3857), ST_Points(area), 0))
$$;

-- Such a shape in units of a tile; null where it is not shown. Arguments as those of shape_in_units; level: of the tile.
-- layer, number and area: of the feature, by its fid and in metres.
create or replace function thin_in_units(layer text, number bigint, area geometry, shape geometry, dimension int,
  clip geometry, per_metre float8, x_offset float8, y_offset float8, world_x float8, world_y float8, level int, snap int)
returns geometry language plpgsql stable parallel safe as $$
declare
  step constant int := case dimension when 2 then snap else 1 end;
  west constant float8 := ST_XMin(shape) * per_metre + world_x;
  east constant float8 := ST_XMax(shape) * per_metre + world_x;
  north constant float8 := world_y - ST_YMax(shape) * per_metre;
  south constant float8 := world_y - ST_YMin(shape) * per_metre;
  within_world geometry;
  part geometry;
  drawn geometry;
begin
  if greatest(east - west, south - north) >= 4 * snap then
    -- A line of this length, or an area twice as wide as a step, leaves something wherever it is whole. What vanished is
    -- a corner that the tile cuts off.
    if dimension = 1 or ST_Area(shape) * per_metre >= step * ST_Perimeter(shape) then
      return null;
    end if;
  else
    within_world := ST_Affine(shape, per_metre, 0, 0, -per_metre, world_x, world_y);
    if is_shape_left(ST_SnapToGrid(
      case when dimension = 1 and snap > 1 then ST_Simplify(within_world, snap / 2.0) else within_world end, step),
      dimension) then
      return null;
    end if;
    if not exists (
      select
      from (select 2.0::float8 ^ up as scale from generate_series(1, level) as up) as coarser
      cross join lateral generate_series(
        floor((west - 64 * scale) / (4096 * scale))::int, floor((east + 64 * scale) / (4096 * scale))::int) as x
      cross join lateral generate_series(
        floor((north - 64 * scale) / (4096 * scale))::int, floor((south + 64 * scale) / (4096 * scale))::int) as y
      cross join lateral (
        select ST_SnapToGrid(
          ST_ClipByBox2D(within_world, ST_MakeEnvelope(
            (x * 4096 - 64) * scale, (y * 4096 - 64) * scale, (x * 4096 + 4160) * scale, (y * 4096 + 4160) * scale)),
          step * scale) as geom offset 0
      ) as snapped
      where case dimension
        when 2 then round(east / (step * scale)) > round(west / (step * scale))
          and round(south / (step * scale)) > round(north / (step * scale)) and ST_Area(snapped.geom) > 0
        else (round(east / scale) > round(west / scale) or round(south / scale) > round(north / scale))
          and ST_Dimension(snapped.geom) = 1 and not ST_IsEmpty(snapped.geom) end
    ) or dimension = 2 and is_in_mesh(layer, number, area) then
      return null;
    end if;
  end if;
  part := ST_Affine(ST_ClipByBox2D(shape, clip), per_metre, 0, 0, -per_metre, x_offset, y_offset);
  if part is null or ST_IsEmpty(part) or ST_Dimension(part) <> dimension then
    return null;
  end if;
  drawn := ST_SnapToGrid(part, 1);
  if dimension = 1 then
    if not ST_IsEmpty(drawn) then
      return drawn;
    end if;
    drawn := ST_SnapToGrid(ST_StartPoint(ST_GeometryN(part, 1)), 1);
    return ST_MakeLine(drawn, ST_Translate(drawn, 1, 0));
  end if;
  if ST_Area(drawn) > 0 then
    return drawn;
  end if;
  -- It holds a circle of a unit's radius, which snapping to units cannot close.
  return ST_SnapToGrid(ST_Buffer(part, 1, 'quad_segs=1'), 1);
end $$;

-- needs: tile_shape_left

-- Areas and lines of which snapping leaves nothing: thinner or shorter than its steps. What such a shape snaps to is
-- chance, so that one that was shown could vanish again while a map zooms in. From the zoom on where it is first shown
-- it stays: drawn as thick as it needs. One that no coarser zoom has shown either waits for its zoom as before. One
-- that shares a corner with another area is a part of a mesh, whose other parts take its place: drawn, it would overlap
-- them.

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
        -- Narrower than a step it lies over one such line each way. They are lines of one zoom where they are multiples
        -- of the same power of two.
        and (greatest(ST_XMax(shape) - ST_XMin(shape), ST_YMax(shape) - ST_YMin(shape)) * per_metre >= snap
          or floor((ST_XMax(shape) * per_metre + world_x) / snap)::bigint
              & -floor((ST_XMax(shape) * per_metre + world_x) / snap)::bigint
            = floor((world_y - ST_YMin(shape) * per_metre) / snap)::bigint
              & -floor((world_y - ST_YMin(shape) * per_metre) / snap)::bigint)
    when 1 then floor(ST_XMax(shape) * per_metre + world_x) > floor(ST_XMin(shape) * per_metre + world_x)
      or floor(world_y - ST_YMin(shape) * per_metre) > floor(world_y - ST_YMax(shape) * per_metre)
    else false end
$$;

-- Whether an area shares a corner with another one of its layer. Distances, unlike relations of GEOS, take every shape.
create or replace function is_in_mesh(layer text, number bigint) returns boolean
language sql stable parallel safe as $$
  select exists (
    select from feature own
    join feature f on f.layer_id = layer and f.geom_3857 && own.geom_3857 and f.fid <> number and f.visibility = 'public'
    where own.layer_id = layer and own.fid = number and ST_DWithin(ST_Points(f.geom), ST_Points(own.geom), 0))
$$;

-- Such a shape in units of a tile; null where it is not shown. Arguments as those of shape_in_units. level: of the
-- tile.
-- layer and number: the feature, by its fid.
create or replace function thin_in_units(layer text, number bigint, shape geometry, dimension int,
  clip geometry, per_metre float8, x_offset float8, y_offset float8, world_x float8, world_y float8, level int,
  snap int)
returns geometry language plpgsql stable parallel safe as $$
declare
  step constant int := case dimension when 2 then snap else 1 end;
  west constant float8 := ST_XMin(shape) * per_metre + world_x;
  east constant float8 := ST_XMax(shape) * per_metre + world_x;
  north constant float8 := world_y - ST_YMax(shape) * per_metre;
  south constant float8 := world_y - ST_YMin(shape) * per_metre;
  within_world geometry;
  scale float8 := 1;
  across boolean;
  was_shown boolean;
  part geometry;
  drawn geometry;
begin
  if greatest(east - west, south - north) >= 4 * snap then
    -- A line of this length, or an area twice as wide as a step, leaves something wherever it is whole. What vanished
    -- is a corner that the tile cuts off.
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
    was_shown := false;
    <<levels>>
    for up in 1 .. level loop
      scale := scale * 2;
      -- Nothing is left where the box is not parted already.
      across := round(east / (step * scale)) > round(west / (step * scale));
      continue when not across and (dimension = 2 or round(south / scale) = round(north / scale));
      continue when dimension = 2 and round(south / (step * scale)) = round(north / (step * scale));
      for x in floor((west / scale - 64) / 4096)::int .. floor((east / scale + 64) / 4096)::int loop
        for y in floor((north / scale - 64) / 4096)::int .. floor((south / scale + 64) / 4096)::int loop
          was_shown := is_shape_left(
            ST_SnapToGrid(
              ST_ClipByBox2D(within_world, ST_MakeEnvelope(
                (x * 4096.0 - 64) * scale, (y * 4096.0 - 64) * scale,
                (x * 4096.0 + 4160) * scale, (y * 4096.0 + 4160) * scale)),
              step * scale),
            dimension);
          exit levels when was_shown;
        end loop;
      end loop;
    end loop;
    if was_shown is not true or dimension = 2 and is_in_mesh(layer, number) then
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

-- needs: boxes, tile_parts, tile_shape_left, tile_tags, tile_thin

-- The migrations bring it: one call a shape of what is inlined now.
drop function if exists tile_shape(geometry, geometry, float8, float8, float8, int);

-- What a tile shows of a line or an area, in pieces that the planner inlines: `shape_in_units`, of which
-- `is_shape_left` tells whether anything is left to be shown. What is too thin for it is drawn by `thin_in_units`.
--
-- Corners of areas are snapped to every `snap` units. Snapping treats equal positions alike, so borders that areas
-- share stay shared. ST_Simplify would part them, and is used for lines only.

-- 2 of areas, 1 of lines. GeometryType reads the head of the geometry only; ST_Dimension would unpack it.
create or replace function shape_dimension(shape geometry) returns int language sql immutable parallel safe as $$
  select case
    when GeometryType(shape) like '%POLYGON' then 2
    when GeometryType(shape) like '%LINESTRING' then 1
    else ST_Dimension(shape) end
$$;

-- A shape within a clip box, in units of a tile: `per_metre` units are as long as one of the geometry's own, and
-- (x_offset, y_offset) is where its origin lies. tolerance: by how much a line may be simplified, in its own units;
-- null where it may not.
create or replace function shape_in_units(shape geometry, dimension int, clip geometry, per_metre float8,
  x_offset float8, y_offset float8, tolerance float8, snap int)
returns geometry language sql immutable parallel safe as $$
  select ST_SnapToGrid(
    ST_Affine(
      ST_ClipByBox2D(
        case when dimension = 1 and tolerance is not null then ST_Simplify(shape, tolerance) else shape end, clip),
      per_metre, 0, 0, -per_metre, x_offset, y_offset),
    case dimension when 2 then snap else 1 end)
$$;

-- The corner and the clip box of a part, in the coordinates of the grid.
create or replace function tile_frame(part tile_part, geographic boolean, x int, y int)
returns tile_frame language plpgsql immutable parallel safe as $$
declare
  srid constant int := case when geographic then 4326 else 3857 end;
  side float8;
  frame tile_frame;
begin
  frame.unit := case when geographic then 360 else 40075016.685578488 end / (1::bigint << part.level + 12);
  side := frame.unit * 4096;
  frame.west := (x - part.shift / 4096) * side - case when geographic then 180 else 20037508.342789244 end;
  frame.north := case when geographic then 90 else 20037508.342789244 end - y * side;
  frame.tile := ST_MakeEnvelope(frame.west, frame.north - side, frame.west + side, frame.north, srid);
  frame.clip := ST_MakeEnvelope(
    frame.west - 64 * frame.unit, frame.north - side - 64 * frame.unit,
    frame.west + side + 64 * frame.unit, frame.north + 64 * frame.unit, srid);
  return frame;
end $$;

-- The lines and areas in a part of the world, as `tile_shapes` gives those of a tile. The planner inlines this
-- function: with the name of a layer as a constant it looks into one partition, and knows so before it runs.
--
-- box: of the part, EPSG:3857. clip, tile: with and without its margin, within_tile: a little less, in the coordinates
-- of the grid. per_metre, x_offset, y_offset, tolerance: as in shape_in_units. world_x, world_y: where the origin of
-- the grid lies, in units of the whole world. level: of the tile.
create or replace function shapes_of_part(layer text, keys text[], dropped text[], known text[], labelled boolean,
  snap int, geographic boolean, box geometry, clip geometry, tile geometry, within_tile geometry, per_metre float8,
  x_offset float8, y_offset float8, tolerance float8, world_x float8, world_y float8, level int)
returns table (fid bigint, id text, provenance text, tags jsonb, geom geometry)
language sql stable parallel safe as $$
  select shown.fid, shown.feature_id, shown.provenance,
    case when labelled and shown.dimension = 2 and (shown.shape @ within_tile or is_in_box(shown.surface, tile))
      then shown.tags || '{"label": true}' else shown.tags end,
    case shown.dimension when 2 then ST_ForcePolygonCCW(shown.shown) else shown.shown end
  from (
    select left_over.fid, left_over.feature_id, left_over.provenance, left_over.shape, left_over.dimension,
      left_over.visible as shown, tile_tags(left_over.attributes, keys, dropped, known) as tags,
      case when labelled and left_over.dimension = 2 and not left_over.shape @ within_tile
        then ST_PointOnSurface(left_over.shape) end as surface
    from (
      select snapped.fid, snapped.feature_id, snapped.provenance, snapped.attributes, snapped.shape,
        snapped.dimension,
        case
          when is_shape_left(snapped.shown, snapped.dimension) then snapped.shown
          when may_be_thin(snapped.shape, snapped.dimension, per_metre, world_x, world_y, snap)
            then thin_in_units(layer, snapped.fid, snapped.shape, snapped.dimension, clip, per_metre,
              x_offset, y_offset, world_x, world_y, level, snap)
        end as visible
      from (
        select f.fid, f.feature_id, f.provenance, f.attributes, f.shape, f.dimension,
          shape_in_units(f.shape, f.dimension, clip, per_metre, x_offset, y_offset, tolerance, snap) as shown
        from (
          select g.fid, g.feature_id, g.provenance, g.attributes,
            case when geographic then g.geom else g.geom_3857 end as shape, shape_dimension(g.geom_3857) as dimension
          from feature g
          where g.layer_id = layer and g.visibility = 'public' and g.geom_3857 && box
          offset 0
        ) as f
        offset 0
      ) as snapped
      offset 0
    ) as left_over
    where left_over.visible is not null
    offset 0
  ) as shown
  order by shown.fid
$$;

-- The lines and areas of a layer in a tile, as `tile_points` gives its points.
--
-- snap: units that corners of areas are snapped to. labelled: an area gets the property `label`, true, in the one tile
-- that a point on the area lies in, so that an area of several tiles is named once.
create or replace function tile_shapes(
  layer text, keys text[], dropped text[], labelled boolean, snap int, geographic boolean, z int, x int, y int
) returns table (fid bigint, id text, provenance text, tags jsonb, geom geometry)
language plpgsql stable
set plan_cache_mode = force_generic_plan set enable_seqscan = off set jit = off as $$
declare
  worlds constant int[] := tile_worlds(geographic, z, x);
  known constant text[] := keys || dropped;
  seen int;
  part tile_part;
  frame tile_frame;
  -- Those of part and frame, as values that need not be taken out of a row for each shape.
  box geometry;
  clip geometry;
  tile geometry;
  within_tile geometry;
  per_metre float8;
  x_offset float8;
  y_offset float8;
  tolerance float8;
  world_x float8;
  world_y float8;
begin
  foreach seen in array worlds loop
    part := tile_part(geographic, z, x, y, seen);
    continue when part.world is null;
    frame := tile_frame(part, geographic, x, y);
    box := part.box;
    clip := frame.clip;
    tile := frame.tile;
    -- Boxes of geometries are rounded, by much less than a unit.
    within_tile := ST_Expand(tile, -frame.unit);
    per_metre := 1 / frame.unit;
    x_offset := -frame.west / frame.unit;
    y_offset := frame.north / frame.unit;
    tolerance := case when snap > 1 then frame.unit * snap / 2 end;
    world_x := case when geographic then 180 else 20037508.342789244 end * per_metre;
    world_y := case when geographic then 90 else 20037508.342789244 end * per_metre;
    return query
    select * from shapes_of_part(layer, keys, dropped, known, labelled, snap, geographic, box, clip, tile, within_tile,
      per_metre, x_offset, y_offset, tolerance, world_x, world_y, part.level);
  end loop;
end $$;

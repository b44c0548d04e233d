-- needs: boxes, tile_parts, tile_tags

-- What a tile shows of a line or an area; null where nothing is left. A unit of the tile is `unit` long in the
-- geometry's own coordinates, and the tile's corner is at (west, north).
--
-- Corners of areas are snapped to every `snap` units. Snapping treats equal positions alike, so borders that areas
-- share stay shared. ST_Simplify would part them, and is used for lines only.
create or replace function tile_shape(shape geometry, clip geometry, unit float8, west float8, north float8, snap int)
returns geometry
language plpgsql immutable parallel safe as $$
declare
  -- GeometryType reads the head of the geometry only; ST_Dimension would unpack it.
  dimension constant int := case
    when GeometryType(shape) like '%POLYGON' then 2
    when GeometryType(shape) like '%LINESTRING' then 1
    else ST_Dimension(shape) end;
  shown geometry := shape;
begin
  if dimension = 1 and snap > 1 then
    shown := ST_Simplify(shown, unit * snap / 2);
  end if;
  shown := ST_SnapToGrid(
    ST_Affine(ST_ClipByBox2D(shown, clip), 1 / unit, 0, 0, -1 / unit, -west / unit, north / unit),
    case dimension when 2 then snap else 1 end);
  if shown is null or ST_IsEmpty(shown) or ST_Dimension(shown) <> dimension then
    return null;
  elsif dimension < 2 then
    return shown;
  elsif ST_Area(shown) > 0 then
    return ST_ForcePolygonCCW(shown);
  end if;
  return null;
end $$;

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
begin
  foreach seen in array worlds loop
    part := tile_part(geographic, z, x, y, seen);
    continue when part.world is null;
    frame := tile_frame(part, geographic, x, y);
    return query
    select f.fid, f.feature_id, f.provenance,
      tile_tags(f.attributes, keys, dropped, known) || case
        when labelled and ST_Dimension(shown.geom) = 2
          and is_in_box(ST_PointOnSurface(case when geographic then f.geom else f.geom_3857 end), frame.tile)
        then '{"label": true}'::jsonb else '{}' end,
      shown.geom
    from feature f
    cross join lateral (
      select tile_shape(case when geographic then f.geom else f.geom_3857 end,
        frame.clip, frame.unit, frame.west, frame.north, snap) as geom
      offset 0
    ) as shown
    where f.layer_id = layer and f.visibility = 'public' and f.geom_3857 && part.box and shown.geom is not null
    order by f.fid;
  end loop;
end $$;

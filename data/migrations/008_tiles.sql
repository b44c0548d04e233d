-- Features of one layer in one tile, ready to be encoded: by ST_AsMVT where PostGIS has it, else by tiles/mvt. Both take
-- their geometry from here, so that they cannot differ in it.
--
-- Positions are whole tile units (4096 to a side), y pointing down; a margin of 64 units is kept around the tile. Two
-- grids: Web Mercator, and a geographic one of degrees whose level 0 is two tiles of 180° (tiles/grid.ts). Both are as
-- many units wide at Mercator zoom z as at geographic level z - 1, and show the same clusters there.
--
-- The world goes on behind the antimeridian: the margin of a tile there holds what lies on the other side. So a tile
-- sees up to three worlds (0, -1, 1), a part of each.

-- What a tile sees of a world: units from the world's north-western corner (east and south are the first beyond), cells
-- of the pyramid, and a box (EPSG:3857) around all positions that are taken to these units.
create type tile_part as (
  world int, shift bigint, west bigint, east bigint, north bigint, south bigint,
  level int, cx_first int, cx_last int, cy_first int, cy_last int, box geometry
);

-- How far down the square world of Web Mercator a latitude lies: 0 to 1 within it, and a little beyond at the poles.
create function mercator_share(latitude float8) returns float8 language sql immutable parallel safe as $$
  select (1 - asinh(tan(radians(greatest(-89.9999, least(89.9999, latitude))))) / pi()) / 2
$$;

-- Null where the tile sees nothing of that world.
create function tile_part(geographic boolean, z int, x int, y int, seen int) returns tile_part language plpgsql immutable parallel safe as $$
declare
  bits constant int := case when geographic then z + 13 else z + 12 end;
  width constant bigint := 1::bigint << bits;
  height constant bigint := case when geographic then width >> 1 else width end;
  rows constant int := width >> 8;
  -- Rounding must not lose a position; what is too much is sorted out by whole units.
  slack constant float8 := 0.001;
  top float8;
  bottom float8;
  part tile_part;
begin
  part.world := seen;
  part.shift := seen * width;
  part.west := greatest(x * 4096::bigint - 64 - part.shift, 0);
  part.east := least(x * 4096::bigint + 4160 - part.shift, width);
  if part.west >= part.east then
    return null;
  end if;
  part.north := greatest(y * 4096::bigint - 64, 0);
  part.south := least(y * 4096::bigint + 4160, height);
  part.level := bits - 12;
  part.cx_first := part.west >> 8;
  part.cx_last := (part.east - 1) >> 8;
  if geographic then
    top := mercator_share(90 - (part.north - slack) * 360 / width);
    bottom := mercator_share(90 - (part.south + slack) * 360 / width);
    -- A cell more on both sides, as the middle of a cluster goes through other arithmetic.
    part.cy_first := greatest(0, least(rows - 1, floor(top * rows) - 1));
    part.cy_last := greatest(0, least(rows - 1, floor(bottom * rows) + 1));
  else
    top := (part.north - slack) / width;
    bottom := (part.south + slack) / width;
    part.cy_first := part.north >> 8;
    part.cy_last := (part.south - 1) >> 8;
  end if;
  -- At the edge of the world without end, as positions beyond are taken to it.
  part.box := ST_MakeEnvelope(
    case part.west when 0 then -1e9 else (part.west - slack) / width * 40075016.685578488 - 20037508.342789244 end,
    case part.south when height then -1e9 else 20037508.342789244 - bottom * 40075016.685578488 end,
    case part.east when width then 1e9 else (part.east + slack) / width * 40075016.685578488 - 20037508.342789244 end,
    case part.north when 0 then 1e9 else 20037508.342789244 - top * 40075016.685578488 end, 3857);
  return part;
end $$;

-- Worlds that a tile may see.
create function tile_worlds(geographic boolean, z int, x int) returns int[] language sql immutable parallel safe as $$
  select case when x > 0 and x < (case when geographic then 2 else 1 end << z) - 1 then '{0}'::int[] else '{0,-1,1}' end
$$;

create function tile_parts(geographic boolean, z int, x int, y int) returns setof tile_part language sql immutable rows 1 as $$
  select part.* from unnest(tile_worlds(geographic, z, x)) as world cross join lateral tile_part(geographic, z, x, y, world) as part
  where part.world is not null
$$;

-- The whole cells of a part (EPSG:3857): what lies in them decides on its clusters.
create function part_reach(part tile_part) returns geometry language sql immutable parallel safe as $$
  select ST_Envelope(ST_Collect(cell_box(part.level, part.cx_first, part.cy_first), cell_box(part.level, part.cx_last, part.cy_last)))
$$;

-- Where a single point lies, in whole units of a world that is `width` units wide. These are inlined.

create function unit_x(geom geometry, geom_3857 geometry, geographic boolean, width float8) returns bigint language sql immutable parallel safe as $$
  select greatest(0, least(width - 1, floor(
    case when geographic then (ST_XMin(geom) + 180) / 360 else (ST_XMin(geom_3857) + 20037508.342789244) / 40075016.685578488 end * width)))::bigint
$$;

create function unit_y(geom geometry, geom_3857 geometry, geographic boolean, width float8) returns bigint language sql immutable parallel safe as $$
  select greatest(0, least(
    case when geographic then width / 2 else width end - 1, floor(
    case when geographic then (90 - ST_YMin(geom)) / 360 else (20037508.342789244 - ST_YMin(geom_3857)) / 40075016.685578488 end * width)))::bigint
$$;

-- The same of the middle of a cluster.

create function cluster_x(count bigint, sum_x bigint, bits int) returns bigint language sql immutable parallel safe as $$
  select case when bits < 30 then sum_x / count >> 30 - bits else sum_x / count << bits - 30 end
$$;

create function cluster_y(count bigint, sum_y bigint, bits int, geographic boolean) returns bigint language sql immutable parallel safe as $$
  select case
    when geographic then floor((90 - degrees(atan(sinh(pi() * (1 - 2 * (sum_y / count + 0.5) / 1073741824::float8))))) / 360 * (1::bigint << bits))::bigint
    when bits < 30 then sum_y / count >> 30 - bits
    else sum_y / count << bits - 30
  end
$$;

-- Number of a cluster in tiles, as clusterId in tiles/pyramid.ts: above 2^52, where no feature has one.
create function cluster_id(cx int, cy int) returns bigint language sql immutable parallel safe as $$
  select 4503599627370496 + cell_key(cx, cy)
$$;

create function cluster_tags(count bigint, sums numeric[], keys text[], summed text[]) returns jsonb language plpgsql immutable parallel safe as $$
declare
  tags jsonb := jsonb_build_object('cluster', true, 'point_count', count);
begin
  for i in 1 .. cardinality(keys) loop
    if keys[i] = any (summed) then
      tags := tags || jsonb_build_object('sum_' || keys[i], sums[i]);
    end if;
  end loop;
  return tags;
end $$;

create function pick_attributes(attributes jsonb, keys text[]) returns jsonb language sql immutable parallel safe as $$
  select coalesce(jsonb_object_agg(key, attributes -> key), '{}') from unnest(keys) as key where attributes ? key
$$;

-- The attributes that travel: keys, and nothing else. Taking away the others that the layer is known to have (`dropped`)
-- costs a fifth of picking each; where a feature has still more (beside `known`, both together), they are picked. Inlined.
create function tile_tags(attributes jsonb, keys text[], dropped text[], known text[]) returns jsonb language sql immutable parallel safe as $$
  select case when attributes - known = '{}' then attributes - dropped else pick_attributes(attributes, keys) end
$$;

-- The members of a multi-point within a part, at their places in the tile; null where there is none.
create function tile_multipoint(geom geometry, geom_3857 geometry, geographic boolean, part tile_part, x0 bigint, y0 bigint) returns geometry
language sql immutable parallel safe as $$
  select ST_Collect(ST_MakePoint(u + part.shift - x0, v - y0) order by place)
  from (
    select u, v, min(place) as place
    from (
      select unit_x(a.geom, b.geom, geographic, 1::bigint << part.level + 12) as u, unit_y(a.geom, b.geom, geographic, 1::bigint << part.level + 12) as v, a.path as place
      from ST_Dump(geom) as a join ST_Dump(geom_3857) as b on a.path = b.path
    ) as member
    where u >= part.west and u < part.east and v >= part.north and v < part.south
    group by u, v
  ) as position
$$;

-- Points of a layer in a tile: cells of more than `most` points as clusters, all others as they are.
--
-- keys: attributes that travel; dropped: others that the layer has; summed: attributes whose sums clusters carry.
-- most: 8, or more from the layer's maxzoom on.
--
-- Its cost is bounded by what the tile shows, whatever lies in it: points are looked for cell by cell where clusters
-- hold many more. Planning a statement over all partitions takes ten times as long as running it, hence the plan that
-- fits every layer, and by the index whatever the tables held when it was made.
create function tile_points(
  layer text, keys text[], dropped text[], summed text[], most int, geographic boolean, z int, x int, y int
) returns table (fid bigint, id text, provenance text, tags jsonb, geom geometry)
language plpgsql stable
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
declare
  bits constant int := case when geographic then z + 13 else z + 12 end;
  width constant float8 := (1::bigint << bits)::float8;
  x0 constant bigint := x * 4096::bigint;
  y0 constant bigint := y * 4096::bigint;
  worlds constant int[] := tile_worlds(geographic, z, x);
  known constant text[] := keys || dropped;
  seen int;
  part tile_part;
  columns int[];
  clusters pyramid[];
  hidden bigint[];
  held bigint;
  levels int[];
  single_cells pyramid[];
begin
  foreach seen in array worlds loop
    part := tile_part(geographic, z, x, y, seen);
    continue when part.world is null;
    clusters := null;
    held := 0;
    -- A tile is itself a cell of the level four up: mostly that, and those around it, tell that there is no cluster.
    if part.level < 4 or exists (
      select from pyramid p
      where p.layer_id = layer and p.z = part.level - 4 and p.cx = any (array[part.cx_first >> 4, (part.cx_first >> 4) + 1, part.cx_last >> 4])
        and p.cy between part.cy_first >> 4 and part.cy_last >> 4 and p.count > most
    ) then
      columns := array(select generate_series(part.cx_first, part.cx_last));
      select array_agg(p), coalesce(sum(p.count), 0), array_agg((p.cx::bigint << 26) | p.cy) into clusters, held, hidden
      from pyramid p
      where p.layer_id = layer and p.z = part.level and p.cx = any (columns) and p.cy between part.cy_first and part.cy_last and p.count > most;
    end if;
    single_cells := null;
    if held > 500 then
      -- Above the tile's own level only cells without children.
      select array_agg(up), array_agg(col) into levels, columns
      from generate_series(0, part.level) as up
      cross join lateral generate_series(part.cx_first >> part.level - up, part.cx_last >> part.level - up) as col;
      select coalesce(array_agg(p), '{}') into single_cells
      from unnest(levels, columns) as up (level, col)
      join pyramid p on p.layer_id = layer and p.z = level and p.cx = col
        and p.cy between part.cy_first >> part.level - level and part.cy_last >> part.level - level
        and p.count <= case level when part.level then most else 8 end;
    end if;
    -- Looking for the points of a cell costs as much as passing over some twenty others.
    if single_cells is null or held < 500 + 20 * cardinality(single_cells) then
      return query
      select f.fid, f.feature_id, f.provenance, tile_tags(f.attributes, keys, dropped, known),
        case when place.single then ST_MakePoint(place.u + part.shift - x0, place.v - y0) else place.several end
      from feature f
      cross join lateral (
        select is_single_point(f.geom_3857) as single, unit_x(f.geom, f.geom_3857, geographic, width) as u, unit_y(f.geom, f.geom_3857, geographic, width) as v,
          case when not is_single_point(f.geom_3857) then tile_multipoint(f.geom, f.geom_3857, geographic, part, x0, y0) end as several
        offset 0
      ) as place
      where f.layer_id = layer and f.visibility = 'public' and f.geom_3857 && part.box
        and case when place.single
          then place.u >= part.west and place.u < part.east and place.v >= part.north and place.v < part.south
            and (clusters is null or (((grid_x(f.geom_3857) >> 26 - part.level)::bigint << 26) | (grid_y(f.geom_3857) >> 26 - part.level)) not in (select unnest(hidden)))
          else place.several is not null end
      order by f.fid;
    else
      return query
      select found.fid, found.feature_id, found.provenance, tile_tags(found.attributes, keys, dropped, known), found.geom
      from (
        select f.fid, f.feature_id, f.provenance, f.attributes, ST_MakePoint(place.u + part.shift - x0, place.v - y0) as geom
        from (select p.z as level, p.cx, p.cy, cell_box(p.z, p.cx, p.cy) as box from unnest(single_cells) as p offset 0) as cell
        join feature f on f.layer_id = layer and f.visibility = 'public' and f.geom_3857 && cell.box
        cross join lateral (
          select unit_x(f.geom, f.geom_3857, geographic, width) as u, unit_y(f.geom, f.geom_3857, geographic, width) as v offset 0
        ) as place
        where is_single_point(f.geom_3857)
          and grid_x(f.geom_3857) >> 26 - cell.level = cell.cx and grid_y(f.geom_3857) >> 26 - cell.level = cell.cy
          and place.u >= part.west and place.u < part.east and place.v >= part.north and place.v < part.south
        union all
        select f.fid, f.feature_id, f.provenance, f.attributes, place.geom
        from feature f
        cross join lateral (select tile_multipoint(f.geom, f.geom_3857, geographic, part, x0, y0) as geom offset 0) as place
        where f.layer_id = layer and f.visibility = 'public' and f.geom_3857 && part.box
          and GeometryType(f.geom_3857) = 'MULTIPOINT' and ST_NumGeometries(f.geom_3857) > 1 and place.geom is not null
      ) as found
      order by found.fid;
    end if;
    if clusters is not null then
      return query
      select cluster_id(p.cx, p.cy), null::text, null::text, cluster_tags(p.count, p.sums, l.sums, summed), ST_MakePoint(place.u + part.shift - x0, place.v - y0)
      from unnest(clusters) as p
      join layer l on l.layer_id = layer
      cross join lateral (select cluster_x(p.count, p.sum_x, bits) as u, cluster_y(p.count, p.sum_y, bits, geographic) as v offset 0) as place
      where place.u >= part.west and place.u < part.east and place.v >= part.north and place.v < part.south
      order by 1;
    end if;
  end loop;
end $$;

-- What a tile shows of a line or an area: whose side is `unit` long in the geometry's own coordinates, and whose corner
-- is at (west, north). Null where nothing is left.
--
-- Corners of areas are snapped to every `snap` units. Borders that areas share stay shared, as snapping treats equal
-- positions alike: ST_Simplify would not, and is used for lines only.
create function tile_shape(shape geometry, clip geometry, unit float8, west float8, north float8, snap int) returns geometry
language plpgsql immutable parallel safe as $$
declare
  -- Reads the head of the geometry only, where ST_Dimension would unpack it.
  dimension constant int := case when GeometryType(shape) like '%POLYGON' then 2 when GeometryType(shape) like '%LINESTRING' then 1 else ST_Dimension(shape) end;
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

-- The corner and the clip box of a part in the coordinates of the grid.
create type tile_frame as (unit float8, west float8, north float8, tile geometry, clip geometry);

create function tile_frame(part tile_part, geographic boolean, x int, y int) returns tile_frame language plpgsql immutable parallel safe as $$
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
  frame.clip := ST_MakeEnvelope(frame.west - 64 * frame.unit, frame.north - side - 64 * frame.unit, frame.west + side + 64 * frame.unit, frame.north + 64 * frame.unit, srid);
  return frame;
end $$;

-- Lines and areas of a layer in a tile.
--
-- snap: units that corners of areas are snapped to. labelled: an area that spans several tiles gets the property
-- `label`, true, in the one that a point on the area lies in, so that it is named once.
create function tile_shapes(
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
        when labelled and ST_Dimension(shown.geom) = 2 and is_in_box(ST_PointOnSurface(case when geographic then f.geom else f.geom_3857 end), frame.tile)
        then '{"label": true}'::jsonb else '{}' end,
      shown.geom
    from feature f
    cross join lateral (
      select tile_shape(case when geographic then f.geom else f.geom_3857 end, frame.clip, frame.unit, frame.west, frame.north, snap) as geom
      offset 0
    ) as shown
    where f.layer_id = layer and f.visibility = 'public' and f.geom_3857 && part.box and shown.geom is not null
    order by f.fid;
  end loop;
end $$;

drop function tile_features(text, text[], int, int, int, int);

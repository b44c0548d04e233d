-- needs: grid_positions, pyramid_cells, tile_clusters, tile_parts, tile_tags, tile_units

-- The members of a multi-point within a part, at their places in the tile; null where no member lies there.
create or replace function tile_multipoint(geom geometry, geom_3857 geometry, geographic boolean, part tile_part,
  x0 bigint, y0 bigint) returns geometry
language sql immutable parallel safe as $$
  select ST_Collect(ST_MakePoint(u + part.shift - x0, v - y0) order by place)
  from (
    select u, v, min(place) as place
    from (
      select unit_x(a.geom, b.geom, geographic, 1::bigint << part.level + 12) as u,
        unit_y(a.geom, b.geom, geographic, 1::bigint << part.level + 12) as v,
        a.path as place
      from ST_Dump(geom) as a join ST_Dump(geom_3857) as b on a.path = b.path
    ) as member
    where u >= part.west and u < part.east and v >= part.north and v < part.south
    group by u, v
  ) as position
$$;

-- The points that lie in a part of the world one by one, without those in the cells of `hidden`. The planner inlines
-- this function: with the name of a layer as a constant it looks into one partition, and knows so before it runs.
--
-- west … south: what the part shows, in units of the grid, which is `width` of them wide; `last_row` is its last.
-- left_edge, top_edge: of the tile in these units, so that the rest is a place in the tile. wide: a world in the units
-- of the coordinates, whose north-western corner is (origin_x, origin_y). cell_shift: bits of a position of 30 that say
-- where in its cell it lies. hidden: numbers of cells, null for none.
create or replace function points_of_part(layer text, keys text[], dropped text[], known text[], geographic boolean,
  box geometry, part tile_part, west float8, east float8, north float8, south float8, left_edge float8, top_edge float8,
  width float8, last_row float8, origin_x float8, origin_y float8, wide float8, cell_shift int, hidden bigint[])
returns table (fid bigint, id text, provenance text, tags jsonb, geom geometry)
language sql stable parallel safe as $$
  select shown.fid, shown.feature_id, shown.provenance, tile_tags(shown.attributes, keys, dropped, known),
    case when shown.px is null then shown.several else ST_MakePoint(shown.u - left_edge, shown.v - top_edge) end
  from (
    select place.fid, place.feature_id, place.provenance, place.attributes, place.geom_3857, place.several, place.px,
      unit_of(place.px - origin_x, wide, width, width - 1) as u,
      unit_of(origin_y - place.py, wide, width, last_row) as v
    from (
      select f.fid, f.feature_id, f.provenance, f.attributes, f.geom_3857,
        point_x(case when geographic then f.geom else f.geom_3857 end) as px,
        point_y(case when geographic then f.geom else f.geom_3857 end) as py,
        case when GeometryType(f.geom_3857) <> 'POINT' and not is_single_point(f.geom_3857) then
          tile_multipoint(f.geom, f.geom_3857, geographic, part, (left_edge + (part).shift)::bigint,
            top_edge::bigint) end as several
      from feature f
      where f.layer_id = layer and f.visibility = 'public' and f.geom_3857 && box
      offset 0
    ) as place
    offset 0
  ) as shown
  where case when shown.px is null then shown.several is not null
    else shown.u >= west and shown.u < east and shown.v >= north and shown.v < south
      and (hidden is null or case
        when geographic then ((grid_x(shown.geom_3857) >> cell_shift)::bigint << 26)
          | (grid_y(shown.geom_3857) >> cell_shift)
        -- A cell is 256 units wide.
        else (shown.u::bigint >> 8 << 26) | (shown.v::bigint >> 8) end not in (select unnest(hidden)))
    end
  order by shown.fid
$$;

-- The points of a layer in a tile, ready to be encoded by ST_AsMVT, or by tiles/mvt where PostGIS has no such function.
-- A cell of more than `most` points is one cluster; all other points are single.
--
-- Positions are whole tile units (4096 to a side), y pointing down; a margin of 64 units is kept around the tile. There
-- are two grids: Web Mercator, and a geographic one of degrees whose level 0 is two tiles of 180° (tiles/tile). Both
-- are as many units wide at Mercator zoom z as at geographic level z - 1, and show the same clusters there.
--
-- keys: attributes that travel. dropped: other attributes that the layer is known to have. summed: attributes whose
-- sums clusters carry. most: 8, or more from the layer's maxzoom on.
--
-- The cost is bounded by what the tile shows, whatever lies in it: where clusters hold many more points than the tile
-- shows, single points are looked for cell by cell. Planning a statement over all partitions takes ten times as long as
-- running it. So one generic plan serves every layer, and it uses the indexes whatever the tables held when it was
-- made: each look into `pyramid` is one for a column of cells, and `offset 0` keeps the planner from making another of
-- it, which would read every cell of the rows. It also keeps values from being computed once for each use.
create or replace function tile_points(
  layer text, keys text[], dropped text[], summed text[], most int, geographic boolean, z int, x int, y int
) returns table (fid bigint, id text, provenance text, tags jsonb, geom geometry)
language plpgsql stable
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
  set jit = off as $$
declare
  bits constant int := case when geographic then z + 13 else z + 12 end;
  width constant float8 := (1::bigint << bits)::float8;
  last_row constant float8 := case when geographic then width / 2 else width end - 1;
  origin_x constant float8 := case when geographic then -180 else -20037508.342789244 end;
  origin_y constant float8 := case when geographic then 90 else 20037508.342789244 end;
  world_width constant float8 := case when geographic then 360 else 40075016.685578488 end;
  x0 constant bigint := x * 4096::bigint;
  y0 constant bigint := y * 4096::bigint;
  worlds constant int[] := tile_worlds(geographic, z, x);
  known constant text[] := keys || dropped;
  seen int;
  part tile_part;
  -- Those of the part, as numbers that need no conversion for each point.
  west float8;
  east float8;
  north float8;
  south float8;
  left_edge float8;
  top_edge constant float8 := y0;
  cell_shift int;
  box geometry;
  clusters pyramid[];
  hidden bigint[];
  held bigint;
  single_cells pyramid[];
  sum_names text[];
  sum_positions int[];
begin
  foreach seen in array worlds loop
    part := tile_part(geographic, z, x, y, seen);
    continue when part.world is null;
    west := part.west;
    east := part.east;
    north := part.north;
    south := part.south;
    left_edge := x0 - part.shift;
    cell_shift := 26 - part.level;
    box := part.box;
    clusters := null;
    held := 0;
    -- A tile is itself a cell of the level four up. That cell and those around it mostly tell that there is no cluster.
    if part.level < 4 or exists (
      select from generate_series(part.cx_first >> 4, part.cx_last >> 4) as col
      cross join lateral (
        select from pyramid p
        where p.layer_id = layer and p.z = part.level - 4 and p.cx = col
          and p.cy between part.cy_first >> 4 and part.cy_last >> 4 and p.count > most
        limit 1
      ) as crowded
    ) then
      select array_agg(crowded.cell), coalesce(sum((crowded.cell).count), 0),
        array_agg(((crowded.cell).cx::bigint << 26) | (crowded.cell).cy)
      into clusters, held, hidden
      from generate_series(part.cx_first, part.cx_last) as col
      cross join lateral (
        select p as cell from pyramid p
        where p.layer_id = layer and p.z = part.level and p.cx = col and p.cy between part.cy_first and part.cy_last
          and p.count > most
        offset 0
      ) as crowded;
    end if;
    single_cells := null;
    if held > 500 then
      -- Above the tile's own level, only cells without children.
      select coalesce(array_agg(sparse.cell), '{}') into single_cells
      from generate_series(0, part.level) as up
      cross join lateral generate_series(part.cx_first >> part.level - up, part.cx_last >> part.level - up) as col
      cross join lateral (
        select p as cell from pyramid p
        where p.layer_id = layer and p.z = up and p.cx = col
          and p.cy between part.cy_first >> part.level - up and part.cy_last >> part.level - up
          and p.count <= case up when part.level then most else 8 end
        offset 0
      ) as sparse;
    end if;
    -- Looking for the points of a cell costs as much as passing over some twenty others.
    if single_cells is null or held < 500 + 20 * cardinality(single_cells) then
      return query
      select * from points_of_part(layer, keys, dropped, known, geographic, box, part, west, east, north, south,
        left_edge, top_edge, width, last_row, origin_x, origin_y, world_width, cell_shift, hidden);
    else
      return query
      select found.fid, found.feature_id, found.provenance, tile_tags(found.attributes, keys, dropped, known),
        found.geom
      from (
        select f.fid, f.feature_id, f.provenance, f.attributes,
          ST_MakePoint(place.u + part.shift - x0, place.v - y0) as geom
        from (select p.z as level, p.cx, p.cy, cell_box(p.z, p.cx, p.cy) as box
          from unnest(single_cells) as p offset 0) as cell
        join feature f on f.layer_id = layer and f.visibility = 'public' and f.geom_3857 && cell.box
        cross join lateral (
          select unit_x(f.geom, f.geom_3857, geographic, width) as u,
            unit_y(f.geom, f.geom_3857, geographic, width) as v offset 0
        ) as place
        where is_single_point(f.geom_3857)
          and grid_x(f.geom_3857) >> 26 - cell.level = cell.cx and grid_y(f.geom_3857) >> 26 - cell.level = cell.cy
          and place.u >= part.west and place.u < part.east and place.v >= part.north and place.v < part.south
        union all
        select f.fid, f.feature_id, f.provenance, f.attributes, place.geom
        from feature f
        cross join lateral (
          select tile_multipoint(f.geom, f.geom_3857, geographic, part, x0, y0) as geom offset 0) as place
        where f.layer_id = layer and f.visibility = 'public' and f.geom_3857 && part.box
          and GeometryType(f.geom_3857) = 'MULTIPOINT' and ST_NumGeometries(f.geom_3857) > 1 and place.geom is not null
      ) as found
      order by found.fid;
    end if;
    if clusters is not null then
      select coalesce(array_agg('sum_' || kept.key order by kept.n), '{}'),
        coalesce(array_agg(kept.n::int order by kept.n), '{}')
      into sum_names, sum_positions
      from layer l cross join lateral unnest(l.sums) with ordinality as kept (key, n)
      where l.layer_id = layer and kept.key = any (summed);
      return query
      select cluster_id(p.cx, p.cy), null::text, null::text, cluster_tags(p.count, p.sums, sum_names, sum_positions),
        ST_MakePoint(place.u + part.shift - x0, place.v - y0)
      from unnest(clusters) as p
      cross join lateral (
        select cluster_x(p.count, p.sum_x, bits) as u, cluster_y(p.count, p.sum_y, bits, geographic) as v offset 0
      ) as place
      where place.u >= part.west and place.u < part.east and place.v >= part.north and place.v < part.south
      order by 1;
    end if;
  end loop;
end $$;

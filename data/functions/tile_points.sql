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
-- made.
create or replace function tile_points(
  layer text, keys text[], dropped text[], summed text[], most int, geographic boolean, z int, x int, y int
) returns table (fid bigint, id text, provenance text, tags jsonb, geom geometry)
language plpgsql stable
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
  set jit = off as $$
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
    -- A tile is itself a cell of the level four up. That cell and those around it mostly tell that there is no cluster.
    if part.level < 4 or exists (
      select from pyramid p
      where p.layer_id = layer and p.z = part.level - 4 and
        p.cx = any (array[part.cx_first >> 4, (part.cx_first >> 4) + 1, part.cx_last >> 4])
        and p.cy between part.cy_first >> 4 and part.cy_last >> 4 and p.count > most
    ) then
      columns := array(select generate_series(part.cx_first, part.cx_last));
      select array_agg(p), coalesce(sum(p.count), 0), array_agg((p.cx::bigint << 26) | p.cy) into clusters, held, hidden
      from pyramid p
      where p.layer_id = layer and p.z = part.level and p.cx = any (columns)
        and p.cy between part.cy_first and part.cy_last and p.count > most;
    end if;
    single_cells := null;
    if held > 500 then
      -- Above the tile's own level, only cells without children.
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
        select is_single_point(f.geom_3857) as single, unit_x(f.geom, f.geom_3857, geographic, width) as u,
          unit_y(f.geom, f.geom_3857, geographic, width) as v,
          case when not is_single_point(f.geom_3857) then
            tile_multipoint(f.geom, f.geom_3857, geographic, part, x0, y0) end as several
        offset 0
      ) as place
      where f.layer_id = layer and f.visibility = 'public' and f.geom_3857 && part.box
        and case when place.single
          then place.u >= part.west and place.u < part.east and place.v >= part.north and place.v < part.south
            and (clusters is null or
              (((grid_x(f.geom_3857) >> 26 - part.level)::bigint << 26) | (grid_y(f.geom_3857) >> 26 - part.level))
                not in (select unnest(hidden)))
          else place.several is not null end
      order by f.fid;
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
      return query
      select cluster_id(p.cx, p.cy), null::text, null::text, cluster_tags(p.count, p.sums, l.sums, summed),
        ST_MakePoint(place.u + part.shift - x0, place.v - y0)
      from unnest(clusters) as p
      join layer l on l.layer_id = layer
      cross join lateral (
        select cluster_x(p.count, p.sum_x, bits) as u, cluster_y(p.count, p.sum_y, bits, geographic) as v offset 0
      ) as place
      where place.u >= part.west and place.u < part.east and place.v >= part.north and place.v < part.south
      order by 1;
    end if;
  end loop;
end $$;

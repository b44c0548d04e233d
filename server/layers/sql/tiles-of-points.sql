-- Tiles of one layer of points as of now, unfiltered, encoded by the database: one statement for each layer, whose plan
-- is kept and looks into one partition. Tiles of one level that are asked for at the same time are made at once.
-- In braces, constants (server/layers/feature-table/tile.ts):
-- layer    its id
-- keys     attributes that travel    dropped   others that the layer has    known   both
-- summed   attributes that clusters add up
-- $1 int    z of WebMercatorQuad, 4 at least
-- $2 int    how many points a cell may hold before it is a cluster
-- $3 int[]  x, one a tile, and $4 int[]  y: none of the first or last column or row
-- Result: a row a tile: place (of the tile in the lists, from 1), tile text (in base64; empty where the tile is), revision
-- (of the layer; null where it holds nothing). All are of one snapshot.
select asked.place::int as place, encode(case
  -- A tile is itself a cell of the level four up. That cell and those around it mostly tell that there is no cluster.
  when exists (
    select from generate_series((edge.west::bigint >> 12)::int, (edge.east::bigint - 1 >> 12)::int) as col
    cross join lateral (
      select from pyramid p
      where p.layer_id = {{layer}} and p.z = $1::int - 4 and p.cx = col
        and p.cy between (edge.north::bigint >> 12)::int and (edge.south::bigint - 1 >> 12)::int and p.count > $2::int
      offset 0
    ) as crowd
  ) and exists (
    select from generate_series((edge.west::bigint >> 8)::int, (edge.east::bigint - 1 >> 8)::int) as col
    cross join lateral (
      select from pyramid p
      where p.layer_id = {{layer}} and p.z = $1::int and p.cx = col
        and p.cy between (edge.north::bigint >> 8)::int and (edge.south::bigint - 1 >> 8)::int and p.count > $2::int
      offset 0
    ) as crowd
  ) then (
    select ST_AsMVT(f, {{layer}}, 4096, 'geom', 'fid')
    from tile_points({{layer}}, {{keys}}, {{dropped}}, {{summed}}, $2::int, false, $1::int, asked.x, asked.y) as f
  ) else (
    select ST_AsMVT(f, {{layer}}, 4096, 'geom', 'fid')
    from points_of_part({{layer}}, {{keys}}, {{dropped}}, {{known}}, false, edge.box,
      tile_part(false, $1::int, asked.x, asked.y, 0), edge.west, edge.east, edge.north, edge.south, asked.x * 4096::float8,
      asked.y * 4096::float8, edge.width, edge.width - 1, -20037508.342789244, 20037508.342789244, 40075016.685578488,
      null::int, null::bigint[]) as f
  ) end, 'base64') as tile, (select l.revision from layer l where l.layer_id = {{layer}}) as revision
from unnest($3::int[], $4::int[]) with ordinality as asked (x, y, place)
cross join lateral (
  select own.*, ST_MakeEnvelope((west - 0.001) / width * 40075016.685578488 - 20037508.342789244,
    20037508.342789244 - (south + 0.001) / width * 40075016.685578488,
    (east + 0.001) / width * 40075016.685578488 - 20037508.342789244,
    20037508.342789244 - (north - 0.001) / width * 40075016.685578488, 3857) as box
  from (
    select asked.x * 4096::float8 - 64 as west, asked.x * 4096::float8 + 4160 as east, asked.y * 4096::float8 - 64 as north,
      asked.y * 4096::float8 + 4160 as south, (1::bigint << $1::int + 12)::float8 as width
    offset 0
  ) as own
  offset 0
) as edge

-- Tiles of a table that are asked for at the same time, all of one zoom of WebMercatorQuad and none at the edge of the
-- world. The statement's plan is kept, as nothing in its text is of one tile.
-- In braces, made by server/sources/table-source/tile.ts:
-- layer    its id    rows    tile-points.sql or tile-shapes.sql, where `told` has what they are told of a tile
-- reach    what the column of the table is compared with (from asked.reach)
-- $1 int    z    $2 int    points: how many a cell may hold before it is a cluster; shapes: not used
-- $3 int[]  x, one a tile    $4 int[]  y    $5 text[]  a box around what the tile shows (extended WKT)
-- Result: a row a tile: place (of the tile in the lists, from 1), tile text (in base64; empty where the tile is).
select asked.place::int as place, encode((
  select ST_AsMVT(f, {{layer}}, 4096, 'chengtu geom', 'chengtu fid') from (
    {{rows}}
  ) as f
), 'base64') as tile
from unnest($3::int[], $4::int[], $5::text[]) with ordinality as asked (x, y, reach, place)
cross join lateral (
  select own.*, 1 / unit as scale, -left_edge / unit as x_offset, top_edge / unit as y_offset,
    20037508.342789244 / unit as world_x, 20037508.342789244 / unit as world_y, unit * 2 as tolerance,
    left_edge as tile_west, left_edge + 4096 * unit as tile_east, top_edge - 4096 * unit as tile_south,
    top_edge as tile_north,
    ST_MakeEnvelope(left_edge - 64 * unit, top_edge - 4160 * unit, left_edge + 4160 * unit, top_edge + 64 * unit, 3857)
      as clip
  from (
    select whole.*, asked.x * 4096::float8 * unit - 20037508.342789244 as left_edge,
      20037508.342789244 - asked.y * 4096::float8 * unit as top_edge
    from (
      select {{reach}} as reach, $1::int as level, $1::int + 12 as bits, 30 - ($1::int + 12) as to_units,
        26 - least($1::int, 22) as shift, $2::int as most, asked.x * 4096::bigint - 64 as west,
        asked.x * 4096::bigint + 4160 as east, asked.y * 4096::bigint - 64 as north,
        asked.y * 4096::bigint + 4160 as south, asked.x * -4096::bigint as dx, asked.y * -4096::bigint as dy,
        40075016.685578488::float8 / (1::bigint << $1::int + 12) as unit
      offset 0
    ) as whole
    offset 0
  ) as own
  offset 0
) as told

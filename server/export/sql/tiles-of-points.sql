-- Tiles of several levels of WebMercatorQuad that may show a point of one layer, by one look at its points: those of the
-- finest level are counted by cell, and each coarser level is made of the next finer one.
-- In braces: the levels, as cells-of-points.sql and cells-above.sql have them (server/export/point-tiles.ts), and all of them
-- as rows: z, cx, cy (a cell, of which a tile has 16 × 16), count (of its points), west, east, north, south (of them, in
-- whole numbers of 30 bits, as data/functions/grid_positions.sql has them).
-- $1 text   layer id
-- $2 int    finest level
-- $3 $4 int[]  first and last column, $5 $6 int[] first and last row, to keep to: of each level, from 0 on
-- Result: rows in order: z, y, first, last (columns from `first` to `last` of row y). Points of several positions are
-- left out.
with {{levels}}, found as (
  {{found}}
), sized as (
  -- A tile shows 64 units around it; one more is for rounding.
  select found.*, count > 8 as may_gather, (1 << 24 - z) + (1 << greatest(18 - z, 0)) as margin, 30 - z as tile_bits, 26 - z as cell_bits
  from found
), around as (
  -- A cluster stands anywhere in its cell.
  select z, (case when may_gather then cx << cell_bits else west end) - margin >> tile_bits as first_x,
    (case when may_gather then (cx + 1 << cell_bits) - 1 else east end) + margin >> tile_bits as last_x,
    (case when may_gather then cy << cell_bits else north end) - margin >> tile_bits as first_y,
    (case when may_gather then (cy + 1 << cell_bits) - 1 else south end) + margin >> tile_bits as last_y
  from sized
), cut as (
  -- What lies near the antimeridian is in the margin of the tiles on its other side.
  select z, greatest(first_x + world * (1 << z), ($3::int[])[z + 1]) as first_x, least(last_x + world * (1 << z), ($4::int[])[z + 1]) as last_x,
    greatest(first_y, ($5::int[])[z + 1]) as first_y, least(last_y, ($6::int[])[z + 1]) as last_y
  from around
  cross join lateral unnest(case when first_x >= 0 and last_x < 1 << z then '{0}' else '{-1,0,1}'::int[] end) as worlds (world)
), runs as (
  -- A cell with what is around it meets two rows at the most.
  select z, first_y as y, first_x, last_x from cut where first_x <= last_x and first_y <= last_y
  union
  select z, last_y, first_x, last_x from cut where first_x <= last_x and first_y < last_y
)
select z, y, lower(run) as first, upper(run) - 1 as last
from (select z, y, unnest(range_agg(int4range(first_x, last_x, '[]'))) as run from runs group by z, y) as merged
order by z, y, first

-- Tiles of one level of WebMercatorQuad that may show something of some layers: those that their features meet.
-- In braces: features, a condition on those to look at (f).
-- $1 text[]    layer ids
-- $2 float8[]  tile units around a tile that still count as it, one a layer
-- $3 int       level
-- $4 $5 int    first and last column, $6 $7 int first and last row, to keep to
-- Result: rows in order: y, first, last (columns from `first` to `last` of row y).
with level as (
  select 20037508.342789244::float8 as half, 2 * 20037508.342789244::float8 / 2 ^ $3::int as size, (2 ^ $3::int)::int as count
), met as (
  -- What lies beyond the edge of the world is shown at it. Numbers stay floating until they are cut to what is asked for.
  select f.geom_3857 as geom, around / 4096 as margin,
    floor((ST_XMin(f.geom_3857) + half) / size - around / 4096) as first_x, floor((ST_XMax(f.geom_3857) + half) / size + around / 4096) as last_x,
    floor((half - greatest(-half, least(half, ST_YMax(f.geom_3857)))) / size - around / 4096) as first_y, floor((half - greatest(-half, least(half, ST_YMin(f.geom_3857)))) / size + around / 4096) as last_y
  from level cross join unnest($1::text[], $2::float8[]) as asked (layer, around)
  join feature f on f.layer_id = layer and f.visibility = 'public' and is_placed(f.geom) and {{features}}
), cut as (
  -- What lies near the antimeridian is in the margin of the tiles on its other side.
  select geom, margin, world <> 0 as is_beyond,
    greatest(first_x + world * count, $4::int)::int as first_x, least(last_x + world * count, $5::int)::int as last_x,
    greatest(first_y, $6::int)::int as first_y, least(last_y, $7::int)::int as last_y
  from met cross join level cross join (values (-1), (0), (1)) as worlds (world)
  where last_x + world * count >= $4::int and first_x + world * count <= $5::int and last_y >= $6::int and first_y <= $7::int
), sized as (
  -- A long line is in few of the tiles of its box; of small boxes it costs less to try the tile.
  select cut.*, not is_beyond and (last_x - first_x + 1)::bigint * (last_y - first_y + 1) > 16 as is_large from cut
), runs as (
  select y, first_x, last_x from sized cross join generate_series(first_y, last_y) as y where not is_large
  union
  select y, x, x from sized cross join generate_series(first_y, last_y) as y cross join generate_series(first_x, last_x) as x
  where is_large and ST_Intersects(geom, ST_TileEnvelope($3::int, x, y, margin => margin))
)
select y, lower(run) as first, upper(run) - 1 as last
from (select y, unnest(range_agg(int4range(first_x, last_x, '[]'))) as run from runs group by y) as merged
order by y, first

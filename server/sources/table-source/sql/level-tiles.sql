-- Tiles of one level of WebMercatorQuad that the boxes of a table's rows meet.
-- In braces, made by server/sources/table-source/hooks.ts: table (the relation, named t), where, shape (the geometry in
-- EPSG:3857); z (level); margin (share of a tile around it that still counts as it); first_x, last_x, first_y, last_y (of
-- columns and rows to keep to)
-- Result: rows in order: y, first, last (columns from `first` to `last` of row y).
with level as (
  select 20037508.342789244::float8 as half, 2 * 20037508.342789244::float8 / 2 ^ {{z}} as size, (2 ^ {{z}})::int as count
), met as (
  -- What lies beyond the edge of the world is shown at it. Many rows meet the same tiles.
  select distinct floor((ST_XMin(geom) + half) / size - {{margin}}) as first_x, floor((ST_XMax(geom) + half) / size + {{margin}}) as last_x,
    floor((half - greatest(-half, least(half, ST_YMax(geom)))) / size - {{margin}}) as first_y, floor((half - greatest(-half, least(half, ST_YMin(geom)))) / size + {{margin}}) as last_y
  from level cross join (select {{shape}} as geom from {{table}} where {{where}} offset 0) as own
), cut as (
  -- What lies near the antimeridian is in the margin of the tiles on its other side.
  select greatest(first_x + world * count, {{first_x}})::int as first_x, least(last_x + world * count, {{last_x}})::int as last_x,
    greatest(first_y, {{first_y}})::int as first_y, least(last_y, {{last_y}})::int as last_y
  from met cross join level cross join (values (-1), (0), (1)) as worlds (world)
  where last_x + world * count >= {{first_x}} and first_x + world * count <= {{last_x}} and last_y >= {{first_y}} and first_y <= {{last_y}}
)
select y, lower(run) as first, upper(run) - 1 as last
from (
  select y, unnest(range_agg(int4range(first_x, last_x, '[]'))) as run
  from cut cross join lateral generate_series(first_y, last_y) as y group by y
) as merged
order by y, first

-- Boxes of a coordinate system on the map.
-- $1 int srid   $2 float8[] west, south, east, north of each, one after the other
-- Result: one row: boxes (float8[], EPSG:3857), in their order.
select coalesce(array_agg(edge order by n, k), '{}') as boxes
from generate_series(1, cardinality($2::float8[]), 4) as n
cross join lateral (
  select ST_Transform(ST_Segmentize(ST_ExteriorRing(ST_MakeEnvelope(($2::float8[])[n], ($2::float8[])[n + 1], ($2::float8[])[n + 2], ($2::float8[])[n + 3], $1::int)),
    greatest(($2::float8[])[n + 2] - ($2::float8[])[n], ($2::float8[])[n + 3] - ($2::float8[])[n + 1]) / 8 + 1e-9), 3857) as g offset 0
) as outline
cross join lateral (select greatest(ST_XMax(g) - ST_XMin(g), ST_YMax(g) - ST_YMin(g)) * 0.01 + 0.01 as margin) as wider
cross join lateral unnest(array[ST_XMin(g) - margin, ST_YMin(g) - margin, ST_XMax(g) + margin, ST_YMax(g) + margin]) with ordinality as edges (edge, k)

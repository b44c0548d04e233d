-- $1 shapes (EWKB in hexadecimal); $2 smallest hole that counts, in square metres
-- Result: holes of all shapes taken together: their count, area and the largest, in square kilometres.
with rings as (
  select ST_Area(ring.geom::geography) as m2
  from (select ST_Union(shape::geometry) as geom from unnest($1::text[]) as shape) as whole,
    ST_Dump(whole.geom) as part,
    ST_DumpRings(part.geom) as ring
  where ring.path[1] > 0
)
select count(*) as holes, coalesce(sum(m2), 0) / 1e6 as area_km2, coalesce(max(m2), 0) / 1e6 as largest_km2
from rings where m2 >= $2

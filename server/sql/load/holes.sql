-- $1 codes, $2 shapes (EWKB in hexadecimal)
-- Result: code, count of holes and their area in square kilometres, of every shape that has any.
select given.code, count(*) as holes, sum(ST_Area(ring.geom::geography)) / 1e6 as area_km2
from unnest($1::text[], $2::text[]) as given (code, shape),
  ST_Dump(given.shape::geometry) as part,
  ST_DumpRings(part.geom) as ring
where ring.path[1] > 0
group by given.code order by given.code

-- $1 places in the file, $2 geometries (EWKB in hexadecimal)
-- Result: place and reason of every geometry that is not valid, such as a ring that crosses itself.
select given.number, ST_IsValidReason(given.geom::geometry) as reason
from unnest($1::int[], $2::text[]) as given (number, geom)
where not ST_IsValid(given.geom::geometry)
order by given.number

-- $1 codes, $2 shapes (EWKB in hexadecimal)
-- Result: code and area in square kilometres on the spheroid.
select given.code, ST_Area(given.shape::geometry::geography) / 1e6 as area_km2
from unnest($1::text[], $2::text[]) as given (code, shape)

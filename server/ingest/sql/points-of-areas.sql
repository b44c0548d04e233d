-- A point inside each area, as near to its middle as its shape lets it be.
-- $1 places in the file, $2 areas (EWKB in hexadecimal, 4326)
-- Result: place, point (EWKB in hexadecimal), its longitude and latitude; or the reason why the area is not valid.
select given.number, reason.text as reason, encode(ST_AsEWKB(inside.point), 'hex') as wkb, ST_X(inside.point) as lon,
  ST_Y(inside.point) as lat
from unnest($1::int[], $2::text[]) as given (number, geom)
  cross join lateral (select case when not ST_IsValid(given.geom::geometry) then ST_IsValidReason(given.geom::geometry) end as text)
    as reason
  cross join lateral (select case when reason.text is null then ST_PointOnSurface(given.geom::geometry) end as point) as inside

-- $1 codes of districts, $2 their shapes, $3 shapes of what should cover them (EWKB in hexadecimal)
-- Result: code, area of the district and of what is not covered, in square kilometres on the spheroid.
with cover as (select ST_Union(shape::geometry) as geom from unnest($3::text[]) as shape)
select d.code, ST_Area(d.shape::geometry::geography) / 1e6 as area_km2,
  ST_Area(ST_Difference(d.shape::geometry, cover.geom)::geography) / 1e6 as uncovered_km2
from unnest($1::text[], $2::text[]) as d (code, shape), cover
order by d.code

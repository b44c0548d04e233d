-- Finds the areas features lie in, by a point on each.
-- $1 places in the file, $2 geometries (EWKB in hexadecimal, 4326); $3 layer of the districts, $4 of the subdistricts,
-- or null
-- Result: place, code of the district and of the subdistrict; null where it lies in none.
select spot.number,
  (select feature_id from feature where layer_id = $3::text and geom_3857 && spot.at and ST_Contains(geom_3857, spot.at) limit 1) as district,
  (select feature_id from feature where layer_id = $4::text and geom_3857 && spot.at and ST_Contains(geom_3857, spot.at) limit 1) as subdistrict
from (
  select given.number, ST_Transform(ST_PointOnSurface(given.geom::geometry), 3857) as at
  from unnest($1::int[], $2::text[]) as given (number, geom)
) as spot

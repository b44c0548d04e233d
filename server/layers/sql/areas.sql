-- Names of districts and streets, and a point inside each to write the name at.
-- $1 text[] layer ids
-- Result: layer_id, code, name, name_en (may be null), lon, lat.
select layer_id, code, name, name_en, ST_X(point) as lon, ST_Y(point) as lat
from (
  select layer_id, feature_id as code, coalesce(attributes ->> 'name', feature_id) as name,
    attributes ->> 'name_en' as name_en, ST_PointOnSurface(geom) as point
  from feature where layer_id = any ($1::text[]) and visibility = 'public'
) as area
order by layer_id, code

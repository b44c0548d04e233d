-- What a layer holds under some ids. GeoJSON, 7 decimals.
-- $1 layer   $2 text[] feature ids
select feature_id, ST_AsGeoJSON(geom, 7) as geometry
from feature where layer_id = $1 and feature_id = any ($2::text[]) and not ST_IsEmpty(geom)

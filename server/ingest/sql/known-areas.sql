-- $1 layer id
-- Result: every area of the layer with its code, attributes (JSON text), provenance and shape (GeoJSON text, 7 decimals).
select feature_id as code, attributes::text as attributes, provenance, ST_AsGeoJSON(geom, 7) as geometry
from feature where layer_id = $1 order by feature_id

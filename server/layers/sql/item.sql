-- One feature.
-- $1 text layer id   $2 text feature id
-- Result: no row, or one: feature_id, layer_id, geometry (GeoJSON as text, 7 decimals), west, south, east, north
-- (degrees), attributes (json as text), provenance, owner, valid_from.
select feature_id, layer_id, ST_AsGeoJSON(geom, 7) as geometry,
  ST_XMin(geom) as west, ST_YMin(geom) as south, ST_XMax(geom) as east, ST_YMax(geom) as north,
  attributes::text as attributes, provenance, owner, valid_from
from feature
where layer_id = $1 and feature_id = $2 and visibility = 'public'

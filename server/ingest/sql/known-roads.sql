-- Roads that somebody has measured, not generated. GeoJSON, all digits.
-- $1 west, $2 south, $3 east, $4 north, $5 layer
select ST_AsGeoJSON(geom, 15) as geometry
from feature
where layer_id = $5 and provenance in ('official', 'imported')
  and geom_3857 && ST_Transform(ST_MakeEnvelope($1, $2, $3, $4, 4326), 3857)

-- One feature.
-- $1 text layer id   $2 text feature id
-- Result: one row: feature_id, layer_id, geometry (GeoJSON as text, 7 decimals), west, south, east, north (degrees),
-- attributes (json as text), provenance, owner, valid_from. All are null where the layer has no such feature.
select f.feature_id, f.layer_id, ST_AsGeoJSON(f.geom, 7) as geometry,
  ST_XMin(f.geom) as west, ST_YMin(f.geom) as south, ST_XMax(f.geom) as east, ST_YMax(f.geom) as north,
  f.attributes::text as attributes, f.provenance, f.owner, f.valid_from
from (select) as asked
left join feature f on f.layer_id = $1 and f.feature_id = $2 and f.visibility = 'public' and is_placed(f.geom)

-- Areas of a layer, to count points in.
-- $1 text layer id
-- Result: one row: revision (of the layer); areas (json as text): [[feature id, GeoJSON geometry], …] in the order of ids.
select (select revision from layer where layer_id = $1) as revision,
  coalesce(json_agg(json_build_array(f.feature_id, ST_AsGeoJSON(f.geom, 9)::json) order by f.feature_id collate "C"), '[]')::text as areas
from feature f
where f.layer_id = $1 and f.visibility = 'public' and ST_Dimension(f.geom) = 2 and is_placed(f.geom)

-- A whole point layer, for analysis in the client.
-- $1 text layer id   $2 text[] attributes
-- Result: one row: features (json as text): [[feature id, lon, lat, [value of each attribute]], …] in a stable order.
select coalesce(json_agg(json_build_array(feature_id, lon, lat, "values") order by fid), '[]')::text as features
from (
  select f.fid, f.feature_id, round(ST_X(ST_Centroid(f.geom))::numeric, 5) as lon, round(ST_Y(ST_Centroid(f.geom))::numeric, 5) as lat,
    array(select f.attributes -> key from unnest($2::text[]) with ordinality as k (key, n) order by n) as "values"
  from feature f
  where f.layer_id = $1
) as point

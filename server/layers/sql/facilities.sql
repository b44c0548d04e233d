-- Features of a layer as facilities, each at a point on it.
-- $1 text layer id   $2 text[] attributes   {filter}: condition on feature f, its parameters after these
-- {in_time}: check of time (server/platform/db/time-check.ts)
-- Result: one row: revision (of the layer); features (json as text): [[feature id, lon, lat, provenance, [value of each
-- attribute]], …] in the order in which they were first loaded.
select (select revision from layer where layer_id = $1) as revision,
  coalesce(json_agg(json_build_array(feature_id, lon, lat, provenance, "values") order by fid), '[]')::text as features
from (
  select f.fid, f.feature_id, ST_X(at.point) as lon, ST_Y(at.point) as lat, f.provenance,
    array(select f.attributes -> key from unnest($2::text[]) with ordinality as k (key, n) order by n) as "values"
  from feature f, lateral (select case when ST_GeometryType(f.geom) = 'ST_Point' then f.geom else ST_PointOnSurface(f.geom) end as point) as at
  where f.layer_id = $1 and f.visibility = 'public' and is_placed(f.geom) and {in_time} and {filter}
) as point

-- A part of a layer, for analysis in the client; lines and areas stand at a point on them.
-- $1 text layer id   $2 text[] attributes   $3 text feature id after which it begins ('' for the first)   $4 int rows
-- In braces: what the features must meet, a condition of server/filter/compile.ts with parameters from $5 on.
-- Without a filter its rows bound it, so that it needs no check of time: on a busy machine that would end a page's only question.
-- A case, as the planner takes the function for one row in a hundred, and would read and sort all that follow.
-- Result: one row: features (json as text): [[feature id, lon, lat, [value of each attribute]], …] in the order of ids.
select coalesce(json_agg(json_build_array(feature_id, lon, lat, "values")), '[]')::text as features
from (
  select f.feature_id, round(ST_X(at.point)::numeric, 5) as lon, round(ST_Y(at.point)::numeric, 5) as lat,
    array(select f.attributes -> key from unnest($2::text[]) with ordinality as k (key, n) order by n) as "values"
  from feature f, lateral (select ST_PointOnSurface(f.geom) as point) as at
  where f.layer_id = $1 and f.feature_id > $3 and f.visibility = 'public'
    and case when is_placed(f.geom) then true else false end and {filter}
  order by f.feature_id
  limit $4
) as point

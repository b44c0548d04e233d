-- As counts.sql, of a box that crosses the antimeridian: its west lies east of its east.
-- $1 text[] layer ids   $2 $3 $4 $5 float west, south, east, north (degrees)
-- In braces: what the features must meet, a condition of server/filter/compile.ts with parameters from $6 on, and the
-- check of time (server/platform/db/time-check.ts)
-- Result: one row a layer: layer_id, count.
select id as layer_id, (
  select count(*) from feature f
  -- Of the list too: the planner looks at the partitions of these layers alone, where it would at those of all.
  where f.layer_id = id and f.layer_id = any ($1::text[]) and f.visibility = 'public'
    and (f.geom_3857 && ST_Transform(ST_MakeEnvelope($2::float8, $3::float8, 180, $5::float8, 4326), 3857)
      or f.geom_3857 && ST_Transform(ST_MakeEnvelope(-180, $3::float8, $4::float8, $5::float8, 4326), 3857))
    and {in_time} and {filter}
) as count
from unnest($1::text[]) as id

-- Features of a layer around a point, nearest first, by metres on the spheroid.
-- $1 text layer id   $2 $3 float lon, lat (degrees)   $4 float radius (m)   $5 int limit
-- In braces: what the features must meet, a condition of server/filter/compile.ts with parameters from $6 on, and the
-- check of time (server/platform/db/time-check.ts)
-- Result: a row each, with the columns of item.sql and distance_m; one row of nulls where there are none.
-- The index gives neighbours in order of their distance on the sphere, up to 0.6 % off the spheroid's. So the first
-- pass takes as many neighbours as asked for, and the second measures everything no farther than the farthest of them.
with here as (
  select ST_SetSRID(ST_MakePoint($2::float8, $3::float8), 4326)::geography as point
), first_pass as materialized (
  select ST_Distance(f.geom::geography, (select point from here)) as distance_m
  from feature f
  where f.layer_id = $1 and f.visibility = 'public' and ST_DWithin(f.geom::geography, (select point from here), $4::float8)
    and is_placed(f.geom) and {in_time} and {filter}
  order by f.geom::geography <-> (select point from here)
  limit $5::int
), bound as (
  -- A hair more than the farthest, so that rounding does not leave it out.
  select case when count(*) < $5::int then $4::float8 else least($4::float8, max(distance_m) + 0.01) end as radius
  from first_pass
), near as (
  select f.feature_id, f.layer_id, ST_AsGeoJSON(f.geom, 7) as geometry,
    ST_XMin(f.geom) as west, ST_YMin(f.geom) as south, ST_XMax(f.geom) as east, ST_YMax(f.geom) as north,
    f.attributes::text as attributes, f.provenance, f.owner, f.valid_from,
    ST_Distance(f.geom::geography, (select point from here)) as distance_m
  from feature f
  where f.layer_id = $1 and f.visibility = 'public' and ST_DWithin(f.geom::geography, (select point from here), (select radius from bound))
    and is_placed(f.geom) and {in_time} and {filter}
  order by distance_m, f.feature_id
  limit $5::int
)
select near.* from (select) as asked left join near on true
order by distance_m, feature_id

-- Features of a layer around a point, nearest first, by metres on the spheroid.
-- $1 text layer id   $2 $3 float lon, lat (degrees)   $4 float radius (m)   $5 int limit
-- $6 jsonb attributes that a feature must have
-- Result: the columns of item.sql, and distance_m.
-- The index gives neighbours in order of their distance on the sphere, up to 0.6 % off the spheroid's. So the first
-- pass takes that many neighbours, and the second measures everything not farther than the farthest of them.
with here as (
  select ST_SetSRID(ST_MakePoint($2::float8, $3::float8), 4326)::geography as point
), first_pass as materialized (
  select ST_Distance(f.geom::geography, (select point from here)) as distance_m
  from feature f
  where f.layer_id = $1 and f.visibility = 'public' and ST_DWithin(f.geom::geography, (select point from here), $4::float8)
    and f.attributes @> $6::jsonb
  order by f.geom::geography <-> (select point from here)
  limit $5::int
), bound as (
  -- A hair more than the farthest, so that rounding does not leave it out.
  select case when count(*) < $5::int then $4::float8 else least($4::float8, max(distance_m) + 0.01) end as radius
  from first_pass
)
select feature_id, layer_id, ST_AsGeoJSON(geom, 7) as geometry,
  ST_XMin(geom) as west, ST_YMin(geom) as south, ST_XMax(geom) as east, ST_YMax(geom) as north,
  attributes::text as attributes, provenance, owner, valid_from,
  ST_Distance(geom::geography, (select point from here)) as distance_m
from feature
where layer_id = $1 and visibility = 'public' and ST_DWithin(geom::geography, (select point from here), (select radius from bound))
  and attributes @> $6::jsonb
order by distance_m, feature_id
limit $5::int

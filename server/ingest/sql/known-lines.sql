-- Lines near some boxes, generated ones too. GeoJSON, 7 decimals.
-- $1 layer   $2 $3 $4 $5 float8[] west, south, east, north of the boxes (degrees)   $6 how many lines at most
select ST_AsGeoJSON(f.geom, 7) as geometry
from feature f
where f.layer_id = $1 and exists (
  select from unnest($2::float8[], $3::float8[], $4::float8[], $5::float8[]) as box (west, south, east, north)
  where f.geom && ST_MakeEnvelope(west, south, east, north, 4326))
limit $6::int

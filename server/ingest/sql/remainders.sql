-- What areas of a layer keep once others have taken their place. Splinters along borders drawn differently are left
-- out, and areas of which only splinters are left.
-- $1 layer id, $2 codes of the areas, $3 shapes of the others (EWKB in hexadecimal), $4 smallest part in square metres,
-- $5 smallest share of an area that has to be left
-- Result: code and shape (GeoJSON text) of each area of which something is left.
with taken as (select ST_Union(shape::geometry) as geom from unnest($3::text[]) as shape),
parts as (
  select f.feature_id as code, ST_Area(f.geom::geography) as before_m2,
    (ST_Dump(ST_CollectionExtract(ST_Difference(f.geom, taken.geom), 3))).geom
  from feature f, taken
  where f.layer_id = $1 and f.feature_id = any ($2)
)
select code, ST_AsGeoJSON(ST_CollectionExtract(ST_Collect(geom), 3), 7) as geometry
from parts where ST_Area(geom::geography) >= $4
group by code, before_m2
having sum(ST_Area(geom::geography)) >= $5 * before_m2
order by code

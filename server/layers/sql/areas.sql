-- Names of districts and subdistricts, and a point inside each to write the name at.
-- $1 text[] layer ids, $2 text[] the attribute with the name and $3 text[] the one with the English name, layer by layer
-- Result: a row each: layer_id, code, name, name_en (may be null), district (may be null), lon, lat. One row of nulls
-- where there are none. That a layer is one of the list besides, keeps the planner from looking at the partitions of
-- all.
select layer_id, code, name, name_en, district, ST_X(point) as lon, ST_Y(point) as lat
from (select) as asked left join (
  select f.layer_id, f.feature_id as code, coalesce(f.attributes ->> named.name, f.feature_id) as name,
    f.attributes ->> named.name_en as name_en, f.attributes ->> 'district' as district, ST_PointOnSurface(f.geom) as point
  from unnest($1::text[], $2::text[], $3::text[]) as named (layer_id, name, name_en)
  join feature f on f.layer_id = named.layer_id and f.layer_id = any ($1::text[]) and f.visibility = 'public' and is_placed(f.geom)
) as area on true
order by layer_id, code

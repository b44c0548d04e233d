-- Outlines of areas on a coarse grid, for a small picture. Neighbours keep their common border: both snap to one grid.
-- $1 text layer id, $2 and $3 float8 size of the grid in degrees of longitude and latitude
-- Result: a row each: code, rings jsonb (GeoJSON of polygons, degrees). One row of nulls where there are none.
select code, rings
from (select) as asked left join (
  select f.feature_id as code,
    ST_AsGeoJSON(ST_SnapToGrid(f.geom, 0, 0, $2::float8, $3::float8), 5)::jsonb as rings
  from feature f
  where f.layer_id = $1 and f.visibility = 'public' and is_placed(f.geom)
    and ST_SnapToGrid(f.geom, 0, 0, $2::float8, $3::float8) is not null
) as area on true
order by code

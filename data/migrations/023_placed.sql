-- Features without a place make wrong boxes and failing answers: those that are empty, that have a coordinate beyond the
-- globe or one that is no number. Files with such geometries are refused when they are loaded; this refuses them of
-- other programs too.
--
-- A database that has such rows must start all the same, and nobody's data is thrown away: there the constraint stays
-- `not valid`, which holds for new rows alone. Those of before are left out of answers (is_placed). To find them:
--   select layer_id, feature_id from feature where not is_placed(geom);
--
-- Lengths are no number where a coordinate is none, which a box may lose. Points have no length: their box says it. Of
-- several points in one the text says it.
alter table feature add constraint feature_geom_is_placed check (
  not ST_IsEmpty(geom)
  and ST_XMin(geom) >= -180 and ST_XMax(geom) <= 180 and ST_YMin(geom) >= -90 and ST_YMax(geom) <= 90
  and ST_Length(geom) + ST_Perimeter(geom) <> 'NaN'
  and case when GeometryType(geom) = 'MULTIPOINT' then ST_AsText(geom) !~* 'nan|inf' else true end
) not valid;

do $$
begin
  alter table feature validate constraint feature_geom_is_placed;
exception when check_violation then
  raise notice 'Some features have no place, and are shown nowhere.';
end $$;

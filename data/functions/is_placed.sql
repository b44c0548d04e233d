-- Whether a geometry in degrees lies anywhere: it is not empty, and its box is one of the globe. What is not a number
-- is above all numbers, and so beyond the globe. The planner inlines this function.
--
-- Since migration 021 the table takes no other; features of before may still have one. They are left out of answers.
create or replace function is_placed(geom geometry) returns boolean language sql immutable parallel safe as $$
  select not ST_IsEmpty(geom) and ST_XMin(geom) >= -180 and ST_XMax(geom) <= 180
    and ST_YMin(geom) >= -90 and ST_YMax(geom) <= 90
$$;

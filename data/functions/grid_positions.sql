-- Where a point lies in the grid of the pyramid: whole numbers of 30 bits from the world's north-western corner. The
-- planner inlines these functions into the statements that call them.

create or replace function is_single_point(geom geometry) returns boolean language sql immutable parallel safe as $$
  select (GeometryType(geom) = 'POINT' or GeometryType(geom) = 'MULTIPOINT' and ST_NumGeometries(geom) = 1)
    and not ST_IsEmpty(geom)
$$;

-- A position beyond the square world, at the poles, is moved to its edge. ST_XMin reads multi-points too.
create or replace function grid_x(geom geometry) returns int language sql immutable parallel safe as $$
  select greatest(0, least(1073741823,
    floor((ST_XMin(geom) + 20037508.342789244) / 40075016.685578488 * 1073741824)))::int
$$;

create or replace function grid_y(geom geometry) returns int language sql immutable parallel safe as $$
  select greatest(0, least(1073741823,
    floor((20037508.342789244 - ST_YMin(geom)) / 40075016.685578488 * 1073741824)))::int
$$;

-- Where a point lies, or the only member of a multi-point; null for all others. Of a point both are read from its head.
create or replace function point_x(geom geometry) returns float8 language sql immutable parallel safe as $$
  select case when GeometryType(geom) = 'POINT' then ST_X(geom) when is_single_point(geom) then ST_XMin(geom) end
$$;

create or replace function point_y(geom geometry) returns float8 language sql immutable parallel safe as $$
  select case when GeometryType(geom) = 'POINT' then ST_Y(geom) when is_single_point(geom) then ST_YMin(geom) end
$$;

-- Whether a window of degrees can be brought into a coordinate system and back, and the box that it fills there. Fails
-- where the system has no place for a part of it.
-- $1 int srid   $2 $3 $4 $5 float8 west, south, east, north (degrees)
-- Result: one row: error (degrees, the farthest that a position comes back from where it was; null where one is lost),
-- domain (text: the box as EWKT in the coordinate system), corners (how many positions of the box's edge have degrees).
with there as materialized (
  select p.at, ST_Transform(p.at, $1::int) as place
  from generate_series(0, 24) as i cross join generate_series(0, 24) as j
  cross join lateral (
    select ST_SetSRID(ST_MakePoint($2::float8 + ($4::float8 - $2::float8) * i / 24, $3::float8 + ($5::float8 - $3::float8) * j / 24), 4326) as at
  ) as p
), back as (
  select at, ST_Transform(place, 4326) as again from there
), domain as (
  select ST_SetSRID(ST_Extent(place)::geometry, $1::int) as box from there
)
select
  (select case when bool_and(ST_X(again) is not null and ST_X(again) - ST_X(at) < 1e9) then
    max(greatest(abs(ST_X(again) - ST_X(at) - 360 * round((ST_X(again) - ST_X(at)) / 360)), abs(ST_Y(again) - ST_Y(at)))) end
   from back) as error,
  (select ST_AsEWKT(box) from domain) as domain,
  (select ST_NPoints(ST_Transform(ST_Segmentize(ST_ExteriorRing(box), greatest(ST_XMax(box) - ST_XMin(box), ST_YMax(box) - ST_YMin(box)) / 16), 4326)) from domain) as corners

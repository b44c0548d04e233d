-- Rows of a table as facilities, each at a point on it.
-- In braces, made by server/sources/table-source/hooks.ts: id, values (of the attributes asked for), order (by key), table
-- (the relation, named t), where, whole (the geometry in degrees)
-- Result: one row: json (text): [[feature id, lon, lat, provenance, [value of each attribute]], …] in the order of keys.
select coalesce(json_agg(json_build_array(id, ST_X(at.point), ST_Y(at.point), 'imported', "values") order by n), '[]')::text as json
from (
  select row_number() over (order by {{order}}) as n, {{id}} as id, {{values}} as "values", "chengtu g" as g
  from (select t.*, {{whole}} as "chengtu g" from {{table}} where {{where}} offset 0) as t
) as facility
cross join lateral (select case GeometryType(g) when 'POINT' then g else ST_PointOnSurface(g) end as point offset 0) as at

-- A part of a table, for analysis in the client; lines and areas stand at a point on them.
-- In braces, made by server/sources/table-source/columns.ts: id and key (of a row), values (of the attributes asked for),
-- table (the relation, named t), where (what is after the part before), order (by key), limit (rows), whole (the geometry
-- in degrees)
-- Result: one row: features (json as text): [[feature id, lon, lat, [value of each attribute]], …] in the order of keys;
-- last (json as text: the key of the last one, a list of texts); count.
select coalesce(json_agg(json_build_array(id, lon, lat, "values") order by n), '[]')::text as features,
  (array_agg(array_to_json(key)::text order by n desc))[1] as last, count(*) as count
from (
  select row_number() over () as n, {{id}} as id, {{key}} as key, {{values}} as "values",
    round(ST_X(at.point)::numeric, 5) as lon, round(ST_Y(at.point)::numeric, 5) as lat
  from (select t.*, {{whole}} as "chengtu g" from {{table}} where {{where}} order by {{order}} limit {{limit}}) as t
  cross join lateral (
    select case GeometryType("chengtu g") when 'POINT' then "chengtu g" else ST_PointOnSurface("chengtu g") end as point offset 0
  ) as at
) as point

-- A part of a table, for analysis in the client; lines and areas stand at a point on them.
-- In braces, made by server/sources/table-source/rows.ts: id and key (of a row), values (of the attributes asked for: c0,
-- c1, …, a comma ahead of each), lists (of these values: v0, v1, … likewise), table (the relation, named t), where (what is
-- after the part before), order (by key), limit (rows), whole (the geometry in degrees)
-- Result: one row: ids, lon, lat (5 decimals), v0, v1, … (a json list each, as text, in the order of keys); last (json as
-- text: the key of the last one, a list of texts); count. A list of each column is made in half the time that a list of
-- rows takes. Nothing is joined, so that the rows stay in their order.
select coalesce(json_agg(id), '[]')::text as ids,
  coalesce(json_agg(round(ST_X(point) * 1e5) / 1e5), '[]')::text as lon,
  coalesce(json_agg(round(ST_Y(point) * 1e5) / 1e5), '[]')::text as lat{{lists}},
  (array_agg(array_to_json(key)::text))[count(*)] as last, count(*) as count
from (
  select {{id}} as id, {{key}} as key{{values}},
    case GeometryType("chengtu g") when 'POINT' then "chengtu g" else ST_PointOnSurface("chengtu g") end as point
  from (select t.*, {{whole}} as "chengtu g" from {{table}} where {{where}} order by {{order}} limit {{limit}}) as t
  offset 0
) as feature

-- A page of a table's rows.
-- In braces, made by server/sources/table-source/features.ts:
-- table       the relation, named t                                where   what holds for those of the page
-- keys        what they are put in order by beside the key ("chengtu k0", …, a comma ahead of each)
-- order       the order, of these                                  limit   rows
-- whole       the geometry in the coordinates asked for            geometry   it as GeoJSON text, or binary in base64
-- id          of a row                                             attributes   json as text, without nulls
-- places      the keys as texts (p0, p1, …)
-- Result: a row each, in order: n, feature_id, geometry, attributes, p0, p1, …; one row of nulls where there are none.
select page.* from (select) as asked left join (
  select row_number() over () as n, {{id}} as feature_id, {{geometry}} as geometry, {{attributes}} as attributes, {{places}}
  from (select t.*, {{whole}} as "chengtu g"{{keys}} from {{table}} where {{where}} order by {{order}} limit {{limit}}) as t
) as page on true
order by n

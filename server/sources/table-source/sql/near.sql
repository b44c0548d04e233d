-- Rows of a table around a point, nearest first, by metres on the spheroid.
-- In braces, made by server/sources/table-source/items.ts: feature, table and where as in item.sql; here (the point, a
-- geography); radius (metres); limit
-- Result: a row each, with the columns of item.sql and distance_m; one row of nulls where there are none.
select found.* from (select) as asked left join (
  select {{feature}}, "chengtu m" as distance_m
  from (
    select * from (
      select t.*, ST_Distance(t."chengtu g"::geography, {{here}}) as "chengtu m"
      from (select t.*, {{whole}} as "chengtu g" from {{table}} where {{where}} offset 0) as t
      offset 0
    ) as t
    where "chengtu m" <= {{radius}}
    order by "chengtu m", {{id}}
    limit {{limit}}
  ) as t
) as found on true
order by distance_m, feature_id

-- Rows of a table with a text that holds what was typed.
-- In braces, made by server/sources/table-source/hooks.ts: feature, table, whole and id as in item.sql; texts (of the
-- columns searched, as one array); where (one of them holds it, and the row can be shown); typed (the text); starts (a
-- pattern of what begins with it); parts (a pattern of what holds it); most (rows looked at); limit
-- Result: a row each, the best first: the columns of item.sql, rank (3 the same, 2 begins with it, 1 holds it), share (of
-- the text that was typed), lon, lat (a point on it). One row of nulls where there are none.
select found.* from (select) as asked left join (
  select {{feature}}, rank, share, ST_X(at.point) as lon, ST_Y(at.point) as lat
  from (
    select t.*, best.rank, best.share
    from (select t.*, {{whole}} as "chengtu g" from {{table}} where {{where}} limit {{most}}) as t
    cross join lateral (
      select case when lower(term) = lower({{typed}}) then 3 when term ilike {{starts}} then 2 else 1 end as rank,
        least(1, length({{typed}})::float8 / greatest(1, length(term))) as share
      from unnest({{texts}}) as term where term ilike {{parts}}
      order by 1 desc, 2 desc limit 1
    ) as best
    order by best.rank desc, best.share desc, {{id}}
    limit {{limit}}
  ) as t
  cross join lateral (
    select case GeometryType("chengtu g") when 'POINT' then "chengtu g" else ST_PointOnSurface("chengtu g") end as point offset 0
  ) as at
) as found on true
order by rank desc, share desc, feature_id

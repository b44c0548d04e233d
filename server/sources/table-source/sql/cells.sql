-- Points of a table by cell, at the finest of a few levels that has not too many cells: one scan.
-- In braces, made by server/sources/cells.ts: points (positions gx and gy of 30 bits, and numbers s0 … to add up);
-- sums, parts (sums of the numbers, of rows and of cells); names (of the sums); level (the finest, as a number);
-- most (cells)
-- Result: one row: level; cells (json as text: lists of cx, cy, count, the sums of gx and of gy, and of each number), or
-- null where there are too many at all levels.
with c0 as materialized (
  select gx >> 26 - {{level}} as cx, gy >> 26 - {{level}} as cy, count(*) as count, sum(gx)::numeric as sum_x, sum(gy)::numeric as sum_y{{sums}}
  from ({{points}}) as point group by 1, 2
), c1 as materialized (
  select cx >> 1 as cx, cy >> 1 as cy, sum(count) as count, sum(sum_x) as sum_x, sum(sum_y) as sum_y{{parts}} from c0 group by 1, 2
), c2 as materialized (
  select cx >> 1 as cx, cy >> 1 as cy, sum(count) as count, sum(sum_x) as sum_x, sum(sum_y) as sum_y{{parts}} from c1 group by 1, 2
), c3 as materialized (
  select cx >> 1 as cx, cy >> 1 as cy, sum(count) as count, sum(sum_x) as sum_x, sum(sum_y) as sum_y{{parts}} from c2 group by 1, 2
), chosen as (
  select case when (select count(*) from c0) <= {{most}} then 0 when (select count(*) from c1) <= {{most}} then 1
    when (select count(*) from c2) <= {{most}} then 2 when (select count(*) from c3) <= {{most}} then 3 end as up
), cell as (
  select * from c0 where (select up from chosen) = 0
  union all select * from c1 where (select up from chosen) = 1
  union all select * from c2 where (select up from chosen) = 2
  union all select * from c3 where (select up from chosen) = 3
)
select {{level}} - (select up from chosen) as level,
  (select json_build_array(coalesce(json_agg(cx), '[]'), coalesce(json_agg(cy), '[]'), coalesce(json_agg(count), '[]'), coalesce(json_agg(sum_x), '[]'), coalesce(json_agg(sum_y), '[]'){{names}})::text from cell) as cells

-- Points of some cells, counted anew.
-- In braces, made by server/sources/cells.ts: points (positions gx and gy of 30 bits, and numbers s0 … to add up, of rows
-- near the cells; cell is the number of the cell that a row was looked for in), sums, names, shift (bits)
-- Result: one row: cells (json as text), as in cells.sql.
select json_build_array(coalesce(json_agg(cx), '[]'), coalesce(json_agg(cy), '[]'), coalesce(json_agg(count), '[]'), coalesce(json_agg(sum_x), '[]'), coalesce(json_agg(sum_y), '[]'){{names}})::text as cells
from (
  select gx >> {{shift}} as cx, gy >> {{shift}} as cy, count(*) as count, sum(gx)::numeric as sum_x, sum(gy)::numeric as sum_y{{sums}}
  from ({{points}}) as point
  where ((gx >> {{shift}})::bigint << 26 | (gy >> {{shift}})) = cell
  group by 1, 2
) as cell

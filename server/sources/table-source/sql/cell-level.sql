-- How many cells of each level a sample of a table's points lies in.
-- In braces, made by server/sources/cells.ts: points (positions gx and gy of 30 bits of some rows)
-- Result: a row for each level of cells: level, cells; points (how many there are in the sample).
select level, count(distinct ((gx >> 26 - level)::bigint << 26) | (gy >> 26 - level)) as cells, count(*) as points
from ({{points}}) as point cross join generate_series(3, 18) as level
group by level order by level

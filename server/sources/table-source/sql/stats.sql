-- What a table holds: one scan.
-- In braces, made by server/sources/table-source/stats.ts: table (the relation, named t), geometry (its geometry as it is),
-- placed (whether a row has a position that can be shown)
-- Result: one row: count (of rows that are shown), left_out (of others), west, south, east, north in the table's own
-- coordinates, null where it is empty.
select count(*) filter (where placed) as count, count(*) filter (where not placed) as left_out,
  ST_XMin(ST_Extent(geometry) filter (where placed)) as west, ST_YMin(ST_Extent(geometry) filter (where placed)) as south,
  ST_XMax(ST_Extent(geometry) filter (where placed)) as east, ST_YMax(ST_Extent(geometry) filter (where placed)) as north
from (select {{geometry}} as geometry, coalesce({{placed}}, false) as placed from {{table}}) as t

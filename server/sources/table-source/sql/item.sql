-- One row of a table.
-- In braces, made by server/sources/table-source/items.ts: feature (columns of a feature), table (the relation, named t),
-- where (the key, and that the row has a position that can be shown)
-- Result: one row: feature_id, geometry (GeoJSON as text, 7 decimals), west, south, east, north (degrees), attributes
-- (json as text). All are null where the table has no such row.
select found.* from (select) as asked left join (
  select {{feature}}
  from (select t.*, {{whole}} as "chengtu g" from {{table}} where {{where}} limit 1) as t
) as found on true

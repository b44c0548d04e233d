-- $1 id
-- Result: one row: the columnar message in base64, null where there is no demand of the id.
select (select encode(cells, 'base64') from demand where demand_id = $1) as cells

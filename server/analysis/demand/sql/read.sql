-- $1 id
-- Result: the columnar message in base64, one row at most.
select encode(cells, 'base64') as cells from demand where demand_id = $1

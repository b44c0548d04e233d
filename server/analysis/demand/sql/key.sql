-- $1 id
-- Result: key, one row at most.
select key from demand where demand_id = $1

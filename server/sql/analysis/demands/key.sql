-- $1 id
-- Result: key, and key of the demonstration data it came from, one row at most.
select key, demo_key from demand where demand_id = $1

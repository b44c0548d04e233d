-- $1 id
-- Result: the frame, one row at most.
select cells from demand where demand_id = $1

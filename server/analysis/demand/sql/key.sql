-- $1 id
-- Result: one row: key of the demand, null where there is none of the id.
select (select key from demand where demand_id = $1) as key

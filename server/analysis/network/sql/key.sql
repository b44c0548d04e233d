-- $1 id
-- Result: one row: key of the network, null where there is none of the id.
select (select key from network where network_id = $1) as key

-- $1 id
-- Result: one row: key of the network, null where there is none of the id.
-- The network `streets` is `roads` where there is no other, as in list.sql.
select coalesce(
  (select key from network where network_id = $1),
  (select key from network where network_id = 'roads' and $1 = 'streets')
) as key

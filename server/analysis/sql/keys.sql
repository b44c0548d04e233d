-- What a coverage is computed from, by the names of what is there now.
-- $1 text id of a network   $2 text id of a demand   $3 text layer id   $4 text id of timetables
-- Result: one row: network (key), demand (key), revision (of the layer), transit (key); each null where there is none.
-- The network `streets` is `roads` where there is no other, as in network/sql/list.sql.
select coalesce(
    (select key from network where network_id = $1),
    (select key from network where network_id = 'roads' and $1 = 'streets')
  ) as network,
  (select key from demand where demand_id = $2) as demand,
  (select revision from layer where layer_id = $3) as revision,
  (select key from transit where transit_id = $4) as transit

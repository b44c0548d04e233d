-- Writes the speed factors of a network, and the key that it has with them, where it still has the former one.
-- $1 id, $2 former key, $3 new key, $4 factors (JSON)
-- Result: one row: how many networks were changed, 0 or 1.
with changed as (
  update network set key = $3, speed_factors = $4::jsonb where network_id = $1 and key = $2
  returning network_id
)
select count(*)::int as changed from changed

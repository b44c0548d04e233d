-- Writes what a network is, in place of the one of the same id, and holds its row's lock until the transaction ends.
-- $1 id, $2 key, $3 title (JSON), $4 source (JSON), $5 provenance, $6 unit of costs, $7 nodes, $8 edges, $9 warnings (JSON),
-- $10 bans (JSON), $11 water (JSON), $12 ferries (JSON), $13 speed factors (JSON), $14 whether it has tags, $15 heights
insert into network (
  network_id, key, title, source, provenance, cost_unit, node_count, edge_count, warnings, bans, water, ferries,
  speed_factors, is_tagged, has_heights
)
values ($1, $2, $3::jsonb, $4::jsonb, $5, $6, $7, $8, $9::jsonb, $10::jsonb, $11::jsonb, $12::jsonb,
  $13::jsonb, $14, $15)
on conflict (network_id) do update set
  key = excluded.key, title = excluded.title, source = excluded.source, provenance = excluded.provenance,
  cost_unit = excluded.cost_unit, node_count = excluded.node_count, edge_count = excluded.edge_count,
  warnings = excluded.warnings, bans = excluded.bans,
  water = excluded.water, ferries = excluded.ferries, speed_factors = excluded.speed_factors,
  is_tagged = excluded.is_tagged, has_heights = excluded.has_heights, imported_at = now()

-- Keeps a demand, or replaces the one of its id.
-- $1 id, $2 key, $3 meta (JSON), $4 cells (frame), $5 key of the demonstration data it came from, or null
insert into demand (demand_id, key, meta, cells, demo_key) values ($1, $2, $3::jsonb, $4, $5)
on conflict (demand_id) do update set
  key = excluded.key, meta = excluded.meta, cells = excluded.cells, demo_key = excluded.demo_key, changed_at = now()

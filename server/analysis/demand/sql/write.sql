-- Keeps a demand, or replaces the one of its id.
-- $1 id, $2 key, $3 meta (JSON), $4 cells (columnar message)
insert into demand (demand_id, key, meta, cells) values ($1, $2, $3::jsonb, $4)
on conflict (demand_id) do update set key = excluded.key, meta = excluded.meta, cells = excluded.cells, changed_at = now()

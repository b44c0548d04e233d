-- Keeps a demand of the cells whose pieces are there, or replaces the one of its id. At most 1 GB.
-- $1 id, $2 key, $3 meta (JSON)
insert into demand (demand_id, key, meta, cells)
select $1, $2, $3::jsonb, string_agg(cells, ''::bytea order by first_byte) from demand_piece
on conflict (demand_id) do update set key = excluded.key, meta = excluded.meta, cells = excluded.cells, changed_at = now()

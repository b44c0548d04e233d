-- Keeps timetables without their pieces, or replaces those of the id, whose row stays locked until the transaction ends.
-- $1 id, $2 key, $3 meta (JSON), $4 bytes of all pieces
insert into transit (transit_id, key, meta, bytes) values ($1, $2, $3::jsonb, $4)
on conflict (transit_id) do update
set key = excluded.key, meta = excluded.meta, bytes = excluded.bytes, changed_at = now()

-- Takes a job in, where there is room for it.
-- $1 id   $2 title, or null   $3 progress (JSON)   $4 owner   $5 client   $6 study (gzipped)
-- $7 most that may wait or run at once   $8 owners silent for longer than so many seconds are taken for lost
-- Result: one row: own and others (jobs of the client and of all others before this one), is_admitted.
select own, others, is_admitted from admit_job($1, $2, $3::jsonb, $4, $5, $6::bytea, $7::int, $8::float)

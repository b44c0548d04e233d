-- Erases again what a backup has brought back (data/functions/forget.sql).
-- $1 text layer id   $2 timestamptz   $3 bigint states   $4 text role   $5 text reason, or null   $6 bytea salt
-- $7 bytea[] digests   $8 text[] layers
-- Result: one row: states, the number of those erased now; null where the database knows of the erasure.
select forget_again($1, $2::timestamptz, $3::bigint, $4, $5, $6::bytea, $7::bytea[], $8::text[]) as states

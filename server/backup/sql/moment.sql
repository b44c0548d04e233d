-- The moment that the transaction sees, and what runs the database. The form of all texts is the same wherever they are
-- written and read, until the transaction ends.
-- Result: one row: taken_at text (ISO 8601, UTC), database text.
select
  to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as taken_at,
  'PostgreSQL ' || split_part(current_setting('server_version'), ' ', 1) as database,
  set_config('timezone', 'UTC', true), set_config('datestyle', 'ISO, YMD', true),
  set_config('intervalstyle', 'postgres', true), set_config('bytea_output', 'hex', true),
  -- Doubles in the shortest text that gives the same bits.
  set_config('extra_float_digits', '1', true)

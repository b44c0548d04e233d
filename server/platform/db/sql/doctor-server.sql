-- What a server is set to, and how it is. No parameters.
-- Result: one row: version text; connections int (that it allows); autovacuum boolean; is_superuser boolean (of this
-- role); skew_s float8 (its clock, as seconds since 1970); is_collation_current boolean (false where the system sorts
-- otherwise than when the indexes were made); bytes float8 (of the database).
select current_setting('server_version') as version,
  current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int as connections,
  current_setting('autovacuum')::boolean as autovacuum,
  (select rolsuper from pg_roles where rolname = current_user) as is_superuser,
  extract(epoch from clock_timestamp())::float8 as clock_s,
  coalesce(
    (select datcollversion is not distinct from pg_database_collation_actual_version(oid)
      from pg_database where datname = current_database()),
    true
  ) as is_collation_current,
  pg_database_size(current_database())::float8 as bytes

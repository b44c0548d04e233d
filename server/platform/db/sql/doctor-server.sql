-- What a server is set to, and how it is. No parameters.
-- Result: one row: version text; connections int (that it allows); autovacuum boolean; is_superuser boolean (of this
-- role); skew_s float8 (its clock, as seconds since 1970); is_collation_current boolean (false where the system sorts
-- otherwise than when the indexes were made); bytes float8 (of the database); encoding text; is_standby and is_read_only
-- boolean (nothing can be written); has_postgis boolean; cluster text (that of its standbys too); archives boolean (whether its log is
-- archived); has_receiver boolean (whether a slot keeps the log for a standby or a receiver); archived_s float8 (since the
-- last file was archived; null is never); unarchived text (the file that could not be archived since; null is none).
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
  pg_database_size(current_database())::float8 as bytes,
  current_setting('server_encoding') as encoding,
  pg_is_in_recovery() as is_standby,
  (select reset_val::boolean from pg_settings where name = 'default_transaction_read_only') as is_read_only,
  exists (select from pg_extension where extname = 'postgis') as has_postgis,
  (select system_identifier::text from pg_control_system()) as cluster,
  current_setting('archive_mode') <> 'off' as archives,
  exists (select from pg_replication_slots where slot_type = 'physical') as has_receiver,
  extract(epoch from clock_timestamp() - a.last_archived_time)::float8 as archived_s,
  case when a.last_failed_time > a.last_archived_time is not false then a.last_failed_wal end as unarchived
from pg_stat_archiver a

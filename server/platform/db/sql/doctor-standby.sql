-- How far a standby is. No parameters.
-- Result: one row: is_standby boolean; is_receiving boolean (it is connected to what it follows: one that is not has
-- replayed all that it received, and falls behind all the same); lag_s float8 (since the last transaction that it replayed while there is more to
-- replay; null where it has replayed all that it received); has_feedback boolean (hot_standby_feedback); cluster text (that of its primary).
select pg_is_in_recovery() as is_standby,
  exists (select from pg_stat_wal_receiver) as is_receiving,
  case when pg_last_wal_receive_lsn() is distinct from pg_last_wal_replay_lsn()
    then extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp())::float8 end as lag_s,
  current_setting('hot_standby_feedback')::boolean as has_feedback,
  (select system_identifier::text from pg_control_system()) as cluster

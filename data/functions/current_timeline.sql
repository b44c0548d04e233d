-- The timeline that this server writes: 1, and one more each time that a standby takes over or a backup is restored to
-- a moment. Fails at a standby.
create or replace function current_timeline() returns int language sql volatile as $$
  select ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int
$$;

-- The first revision of a timeline. What was written at the end of the one before may be lost with its server: whoever
-- has seen it has seen revisions that must never name anything else.
create or replace function first_revision() returns bigint language sql volatile as $$
  select (current_timeline() - 1)::bigint << 32
$$;

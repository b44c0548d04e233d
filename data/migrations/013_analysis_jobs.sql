-- Studies that are worked on, and their results, kept for a day. In the database, so that any process can tell of a job
-- whichever works on it.
create table analysis_job (
  -- Not to be guessed: whoever knows it may read the result and call the job off.
  job_id text primary key,
  title text,
  state text not null check (state in ('waiting', 'running', 'done', 'failed', 'cancelled')),
  -- Share, analysis, phase, and the last step of a search for sites.
  progress jsonb not null,
  -- The process that works on it, which says so every second. Where it falls silent, the job is lost.
  owner text not null,
  seen_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  -- Somebody has called it off; its owner ends it.
  is_unwanted boolean not null default false,
  -- Code, text in both languages, and faults with their places.
  error jsonb,
  -- JSON, gzipped; also of a job that was called off, where it had found something by then.
  result bytea
);
-- It is compressed already.
alter table analysis_job alter column result set storage external;

-- For the removal of old ones.
create index analysis_job_finished on analysis_job (finished_at);

-- Takes up one job that has no owner, or whose owner is lost. Clients come in turn, each with its oldest job first.
-- $1 owner that takes it up   $2 owners silent for longer than so many seconds are taken for lost
-- $3 a job that was begun so many times is begun no more   $4 progress of a job that waits (JSON)
-- Result: job_id, title, client, created_at and study (gzipped), one row at most.
update analysis_job set owner = $1, seen_at = now(), state = 'waiting', progress = $4::jsonb
where job_id = (
  select job_id from (
    select job_id, created_at, row_number() over (partition by client order by created_at, job_id) as turn
    from analysis_job
    where state in ('waiting', 'running') and study is not null and not is_unwanted and attempts < $3
      and (owner = '' or owner <> $1 and seen_at < now() - make_interval(secs => $2))
  ) as left_behind
  order by turn, created_at, job_id limit 1
)
-- Looked at again where another process has come first.
and state in ('waiting', 'running') and (owner = '' or owner <> $1 and seen_at < now() - make_interval(secs => $2))
returning job_id, title, client, created_at, study

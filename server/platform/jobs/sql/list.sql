-- All jobs that are kept, without their results, the newest first.
-- $1 owners silent for longer than so many seconds are taken for lost
-- Result: as in read.sql.
select job_id, title, state, progress, owner, client, created_at, finished_at, error, result is not null as has_result,
  owner <> '' and state in ('waiting', 'running') and seen_at < now() - make_interval(secs => $1) as is_lost
from analysis_job order by created_at desc, job_id

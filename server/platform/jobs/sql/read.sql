-- Jobs without their results.
-- $1 text[] ids   $2 owners silent for longer than so many seconds are taken for lost
-- Result: one row a job that there is: job_id, title, state, progress, owner, client, created_at, finished_at, error,
-- has_result, is_lost (it is not over, and its owner is silent).
select job_id, title, state, progress, owner, client, created_at, finished_at, error, result is not null as has_result,
  owner <> '' and state in ('waiting', 'running') and seen_at < now() - make_interval(secs => $2) as is_lost
from analysis_job where job_id = any ($1::text[])

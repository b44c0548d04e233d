-- Jobs without their results.
-- $1 text[] ids   $2 owners silent for longer than so many seconds are taken for lost
-- Result: one row a job that there is: job_id, title, state, progress, owner, client, created_at, finished_at, error,
-- has_result, is_lost (it is not over, and its owner is silent).
select j.job_id, title, case when state = 'waiting' and parts > 0 then 'running' else state end as state,
  case
    when state = 'waiting' and parts > 0 then jsonb_set(progress, '{share}', to_jsonb(done::float / parts))
    else progress
  end as progress, owner, client, created_at, finished_at, error, result is not null as has_result,
  owner <> '' and state in ('waiting', 'running') and seen_at < now() - make_interval(secs => $2) as is_lost
from analysis_job j, lateral (
  select count(*) as parts, count(*) filter (where p.state = 'done') as done from analysis_job p where p.parent = j.job_id
) as cut
where j.job_id = any ($1::text[])

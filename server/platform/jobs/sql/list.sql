-- All jobs that are kept, without their results, the newest first.
-- $1 owners silent for longer than so many seconds are taken for lost
-- Result: as in read.sql.
select j.job_id, title, case when state = 'waiting' and parts > 0 then 'running' else state end as state,
  case
    when state = 'waiting' and parts > 0 then jsonb_set(progress, '{share}', to_jsonb(done::float / parts))
    else progress
  end as progress, owner, client, created_at, finished_at, error, result is not null as has_result,
  owner <> '' and state in ('waiting', 'running') and seen_at < now() - make_interval(secs => $1) as is_lost
from analysis_job j, lateral (
  select count(*) as parts, count(*) filter (where p.state = 'done') as done from analysis_job p where p.parent = j.job_id
) as cut
where parent is null order by created_at desc, j.job_id

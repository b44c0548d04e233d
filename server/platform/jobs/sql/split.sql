-- Cuts a job into parts, which wait for any process; so does the job itself, once they are over. Nothing where somebody
-- has cancelled it. None is ever silent, as in release.sql.
-- $1 id   $2 owner   $3 how many parts   $4 progress of a job that waits (JSON)
-- Result: one row a part: job_id.
with cut as (
  update analysis_job set state = 'waiting', owner = '', seen_at = 'infinity', attempts = attempts - (state = 'running')::int,
    progress = $4::jsonb
  where job_id = $1 and owner = $2 and state in ('waiting', 'running') and not is_unwanted
  returning job_id, client, lane
)
insert into analysis_job (job_id, parent, part, state, progress, owner, seen_at, client, lane, study)
select cut.job_id || '.' || part, cut.job_id, part, 'waiting', $4::jsonb, '', 'infinity', cut.client, cut.lane, ''
from cut, generate_series(0, $3::int - 1) as part
returning job_id

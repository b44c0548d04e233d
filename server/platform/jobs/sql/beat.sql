-- An owner says how far its jobs are, and hears which of them nobody wants any more. A job is begun once it runs.
-- $1 owner   $2 json array of {"id", "lane", "state", "progress"}
-- Result: job_id and is_unwanted of each job that is not over and still its own.
update analysis_job j set seen_at = now(), lane = b.lane, state = b.state, progress = b.progress,
  attempts = j.attempts + (j.state = 'waiting' and b.state = 'running')::int
from jsonb_to_recordset($2::text::jsonb) as b (id text, lane text, state text, progress jsonb)
where j.job_id = b.id and j.owner = $1 and j.state in ('waiting', 'running')
returning j.job_id, j.is_unwanted

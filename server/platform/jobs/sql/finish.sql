-- The end of a job, told by its owner, who knows better than whoever took it for lost.
-- $1 id   $2 owner   $3 state   $4 progress (JSON)   $5 error (JSON), or null   $6 result, or null
update analysis_job set state = $3, progress = $4::jsonb, error = $5::jsonb, result = $6, finished_at = now(), seen_at = now()
where job_id = $1 and owner = $2

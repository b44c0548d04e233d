-- Takes a job in.
-- $1 id   $2 title, or null   $3 progress (JSON)   $4 owner
insert into analysis_job (job_id, title, state, progress, owner) values ($1, $2, 'waiting', $3::jsonb, $4)

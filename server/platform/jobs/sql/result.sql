-- The result of a job.
-- $1 id
-- Result: state and result (gzipped JSON, or null), one row at most.
select state, result from analysis_job where job_id = $1 and parent is null

-- The end of a job, told by its owner: not by one that was taken for lost, whose job another has taken up. The result
-- of a job that may hold what was erased meanwhile is thrown away, and the job counts as cancelled. Its parts go.
-- $1 id   $2 owner   $3 state   $4 progress (JSON)   $5 error (JSON), or null   $6 result, or null
with finished as (
  update analysis_job set
  state = case when discards_result then 'cancelled' else $3 end, progress = $4::jsonb, error = $5::jsonb,
  result = case when discards_result then null else $6::bytea end, study = null, finished_at = now(), seen_at = now()
where job_id = $1 and owner = $2
  returning job_id
)
delete from analysis_job where parent in (select job_id from finished)

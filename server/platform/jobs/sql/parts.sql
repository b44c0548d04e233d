-- What the parts of a job have found.
-- $1 id of the job
-- Result: state, error (JSON, or null) and result (or null) of each part, in their order.
select state, error, result from analysis_job where parent = $1 order by part

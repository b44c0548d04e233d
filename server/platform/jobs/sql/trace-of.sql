-- $1 id
-- Result: traceparent of the trace that the job is a part of, null where nothing is traced; no row without such a job.
select trace from analysis_job where job_id = $1

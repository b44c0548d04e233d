-- Notes the trace that a job is a part of.
-- $1 id   $2 traceparent (W3C Trace Context)
update analysis_job set trace = $2 where job_id = $1

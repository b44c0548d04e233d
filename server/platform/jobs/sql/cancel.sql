-- Marks a job that nobody wants any more.
-- $1 id
-- Result: its owner and state, one row at most.
update analysis_job set is_unwanted = is_unwanted or state in ('waiting', 'running') where job_id = $1 returning owner, state

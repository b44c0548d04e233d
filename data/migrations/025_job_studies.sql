-- Studies of jobs that are not over, as they were handed in, gzipped: where the process that worked on one is lost, or
-- the service was stopped, another works on it from the beginning. Gone with the end of the job, and in no answer.
alter table analysis_job add column study bytea;
-- It is compressed already.
alter table analysis_job alter column study set storage external;
-- How often a process has begun to work on it. Stops of the service do not count.
alter table analysis_job add column attempts int not null default 0;

-- For the search for jobs whose process is lost.
create index analysis_job_unfinished on analysis_job (created_at) where state in ('waiting', 'running');

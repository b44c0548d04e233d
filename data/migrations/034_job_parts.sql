-- A job that is cut has parts: jobs of their own, which any process takes. It waits for them, and goes on with what they
-- have found. They need no study of their own, and nobody is told of them.
alter table analysis_job add column parent text;
-- Number of the part, from 0.
alter table analysis_job add column part int;

create index analysis_job_parent on analysis_job (parent) where parent is not null;

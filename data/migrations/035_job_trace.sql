-- The trace that a job is a part of, as W3C Trace Context writes it (traceparent): whichever process works on the job
-- goes on with it. Null where nothing is traced.
alter table analysis_job add column trace text;

-- Ends jobs of lost owners that nobody takes up: those that are unwanted, those without a study, and those that were
-- begun too often.
-- $1 owners silent for longer than so many seconds are taken for lost   $2 a job may be begun so many times
-- $3 error of a job without a study (JSON)   $4 error of one that was begun too often (JSON)
-- $5 text[] jobs of whoever looks: it knows better of them
update analysis_job set
  state = case when is_unwanted then 'cancelled' else 'failed' end,
  error = case when is_unwanted then null when study is null then $3::jsonb else $4::jsonb end,
  study = null, finished_at = now()
where state in ('waiting', 'running') and (is_unwanted or study is null or attempts >= $2)
  and (owner = '' or seen_at < now() - make_interval(secs => $1) and job_id <> all ($5::text[]))

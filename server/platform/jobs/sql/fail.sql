-- Jobs that will not be finished: all that are not over of an owner that ends, or single ones whose owner is lost.
-- $1 owner, or null for any   $2 text[] ids, or null for all   $3 error (JSON)
-- $4 seconds: an owner that was heard from within them keeps its jobs
update analysis_job set state = 'failed', error = $3::jsonb, finished_at = now()
where state in ('waiting', 'running') and ($1::text is null or owner = $1) and ($2::text[] is null or job_id = any ($2::text[]))
  and seen_at <= now() - make_interval(secs => $4)

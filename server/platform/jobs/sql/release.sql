-- Jobs that an owner lets go of: another works on them from the beginning. What nobody wants is over. Who waits for any
-- owner is never silent: processes up to 0.4.0, which know no queue, would end a job whose owner is.
-- $1 owner   $2 text[] ids, or null for all   $3 progress of a job that waits (JSON)
-- $4 the lane that they wait in from now on, or null for that which they have
update analysis_job set
  state = case when is_unwanted then 'cancelled' else 'waiting' end,
  finished_at = case when is_unwanted then now() end,
  study = case when is_unwanted then null else study end,
  attempts = attempts - (state = 'running')::int, progress = $3::jsonb, owner = '', seen_at = 'infinity',
  lane = coalesce($4, lane)
where owner = $1 and state in ('waiting', 'running') and ($2::text[] is null or job_id = any ($2::text[]))

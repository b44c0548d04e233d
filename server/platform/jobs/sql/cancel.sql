-- Marks a job that nobody wants any more, where the client may do so: its own client, and anybody where it has none. Its
-- owner ends it. One that no process has ends at once. So do its parts.
-- $1 id   $2 client, or null for whoever runs the service
-- Result: one row where there is such a job: is_allowed.
with asked as (
  select job_id, $2::text is null or client in ('', $2) as is_allowed from analysis_job where job_id = $1
), marked as (
  update analysis_job j set
    is_unwanted = j.is_unwanted or j.state in ('waiting', 'running'),
    (state, finished_at, study) = (
      select
        case when ends_now then 'cancelled' else j.state end,
        case when ends_now then now() else j.finished_at end,
        case when not ends_now then j.study end
      from (select j.state = 'waiting' and j.owner = '' as ends_now) job
    )
  from asked where asked.job_id in (j.job_id, j.parent) and asked.is_allowed
)
select is_allowed from asked

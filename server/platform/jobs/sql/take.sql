-- Takes the next job that has no owner, or whose owner is lost. What was given to an owner whose connection broke
-- before it heard of it is lost too, be it to the one who asks. Two that ask at once get two jobs. Shorter lanes come
-- first; within one, clients come in turn, each with its oldest job first, and whose jobs are worked on comes later.
-- $1 owner that takes it   $2 owners silent for longer than so many seconds are taken for lost
-- $3 a job that was begun so many times is begun no more   $4 progress of a job that waits (JSON)
-- $5 text[] lanes that there is room in   $6 text[] lanes and clients ("lane client") whose share is used up
-- $7 text[] jobs that the owner knows to be its own
-- Result: job_id, lane, title, client, created_at, waited_s (since then), study (gzipped; of a part that of its job), part
-- (null for a job) and parts (how many it has, all of which are over), one row at most.
with unfinished as (
  select job_id, lane, client, created_at,
    owner <> '' and (job_id = any ($7::text[]) or seen_at >= now() - make_interval(secs => $2)) as is_held
  from analysis_job where state in ('waiting', 'running')
), queue as (
  select job_id, lane, created_at,
    row_number() over (partition by lane, client order by is_held desc, created_at, job_id) as turn
  from unfinished
)
update analysis_job set owner = $1, seen_at = now(), state = 'waiting', progress = $4::jsonb
where job_id = (
  select j.job_id from analysis_job j join queue q using (job_id)
  where j.state in ('waiting', 'running') and j.study is not null and not j.is_unwanted and j.attempts < $3
    and (j.owner = '' or j.seen_at < now() - make_interval(secs => $2) and j.job_id <> all ($7::text[]))
    and not exists (
      select from analysis_job p where p.parent = j.job_id and p.state in ('waiting', 'running')
    )
    and j.lane = any ($5::text[]) and j.lane || ' ' || j.client <> all ($6::text[])
  order by array_position(array['quick', 'short', 'long'], q.lane), q.turn, q.created_at, q.job_id
  limit 1 for update of j skip locked
)
returning job_id, lane, title, client, created_at, extract(epoch from now() - created_at)::float as waited_s, part,
  coalesce((select j.study from analysis_job j where j.job_id = analysis_job.parent), study) as study,
  (select count(*)::int from analysis_job p where p.parent = analysis_job.job_id) as parts

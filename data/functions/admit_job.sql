-- Takes a job in, where there is room for one more of its client. One caller decides at a time, whichever process it is
-- of: what is taken in will be worked on.
-- most: jobs that may wait or run at once. A client may hold half of what others leave free, and one in any case.
-- task: the study, gzipped, for whoever takes the job up where its process is lost.
-- Parts of a job take no room of their own.
-- lost_after_s: jobs whose owner has been silent for longer take no room, unless they will be taken up.
-- Result: unfinished jobs of the client and of all others before this one, and whether it was taken in.
create or replace function admit_job(
  id text, name text, start jsonb, process text, whose text, task bytea, most int, lost_after_s float,
  out own int, out others int, out is_admitted boolean
) language plpgsql as $$
begin
  -- Any fixed number, another than those of migrations, extensions and starts. Erasures hold it too (forget.sql).
  perform pg_advisory_xact_lock(3702006);
  -- A statement of its own, so that it sees what the one before has taken in.
  select count(*) filter (where client = whose), count(*) filter (where client <> whose) into own, others
  from analysis_job
  where state in ('waiting', 'running') and parent is null
    and (study is not null or seen_at >= now() - make_interval(secs => lost_after_s));
  is_admitted := own + others < most and (own = 0 or own < (most - others) / 2);
  if is_admitted then
    insert into analysis_job (job_id, title, state, progress, owner, client, study)
    values (id, name, 'waiting', start, process, whose, task);
  end if;
end $$;

-- Tells this database from one that was put back to an earlier state, whose revisions may mean something else. No
-- parameters.
-- Result: one row: origin text: another one once a backup was restored into it, or another machine took over from it.
-- A standby tells the timeline that is noted there. pg_control_checkpoint() is no answer: for minutes after a standby
-- took over it tells the timeline of before, and a standby that follows tells it until its next restart point.
select concat_ws(
  '.',
  (select xmin::text from city),
  case when pg_is_in_recovery() then (select coalesce(max(id), 1) from timeline) else current_timeline() end
) as origin

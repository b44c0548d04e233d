-- Tells this database from one that was put back to an earlier state, whose revisions may mean something else. No
-- parameters.
-- Result: one row: origin text: another one once a backup was restored into it, or another machine took over from it.
select concat_ws('.', (select xmin::text from city), (select timeline_id from pg_control_checkpoint())) as origin

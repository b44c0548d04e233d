-- Removes jobs that are over for more than a day, and those that nobody has ended for two.
delete from analysis_job where finished_at < now() - interval '1 day' or created_at < now() - interval '2 days'

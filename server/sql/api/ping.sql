-- No parameters. Answers where the database does.
select 1 as alive

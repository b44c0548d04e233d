-- Sessions of services and commands of ours in this database, beside this one.
-- Result: one row: sessions int.
select count(*)::int as sessions from pg_stat_activity
where datname = current_database() and application_name like 'chengtu%' and pid <> pg_backend_pid()

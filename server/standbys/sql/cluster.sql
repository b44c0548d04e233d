-- Which cluster a server is of: a standby has the number of its primary. No parameters.
-- Result: one row: id text.
select system_identifier::text as id from pg_control_system()

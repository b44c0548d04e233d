-- No parameters. Inside a transaction that reads repeatably.
-- Result: one row, snapshot: the moment that the transaction sees, for others to see it too.
select pg_export_snapshot() as snapshot

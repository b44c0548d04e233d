-- Which timelines of PostgreSQL the data has gone through, but for the first: a row comes once a standby took over, or
-- a backup was restored to a moment. A standby that has the row follows the server that has written it; one that still
-- follows the server that was lost may hold what nobody else does.
create table timeline (
  id int primary key,
  at timestamptz not null default clock_timestamp()
);

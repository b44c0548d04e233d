-- What each address has spent of its rate limit, at all processes and machines together (see `SharedSpending`): only
-- those who spend much. Unlogged: after a crash everybody begins anew, and neither standbys nor archives get addresses.
create unlogged table rate_spending (
  client text primary key,
  spent bigint not null,
  -- When the minute of the address ends; rows are removed soon after.
  ends_at timestamptz not null
);

-- Removes the addresses whose minute is over. Whoever adds to one right now is not waited for.
delete from rate_spending where client in (
  select client from rate_spending where ends_at < now() - interval '1 minute' for update skip locked
)

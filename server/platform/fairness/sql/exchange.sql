-- Adds what one process has let addresses spend, and tells what all have together.
-- $1 text[] addresses   $2 float8[] points of each since it was told last   $3 float8[] milliseconds until its minute ends
-- Result: client; spent (float8, points of all processes in this minute); left_ms (float8, until it ends)
insert into rate_spending as r (client, spent, ends_at)
select client, points, now() + left_ms * interval '1 millisecond'
from unnest($1::text[], $2::float8[], $3::float8[]) as told (client, points, left_ms)
-- In one order, so that two processes never wait for each other.
order by client
on conflict (client) do update set
  spent = case when r.ends_at > now() then r.spent else 0 end + excluded.spent,
  ends_at = case when r.ends_at > now() then r.ends_at else excluded.ends_at end
returning client, spent::float8 as spent, extract(epoch from ends_at - now())::float8 * 1000 as left_ms

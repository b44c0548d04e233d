-- Erases what the backup has brought back. Does nothing for erasures that the backup has too.
-- Result: one row: erased int (features of erasures that the backup did not have).
select count(*) filter (where again > 0)::int as erased
from (
  select forget_again(layer_id, erased_at, states, by_role, reason, salt, digests, layers) as again
  from kept_erasure order by erasure_id
) as each

-- What is forbidden on a network, the water around it, and its ferries (JSON); of nothing where there is none of the id.
-- $1 id
select coalesce(bans, '[]') as bans, coalesce(water, '[]') as water, coalesce(ferries, '[]') as ferries
from (select) as asked left join network on network_id = $1

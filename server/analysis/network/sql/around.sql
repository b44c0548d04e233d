-- What is forbidden on a network, the water around it, its ferries, and speeds by hour (JSON); of nothing where there is none of the id.
-- $1 id
select coalesce(bans, '[]') as bans, coalesce(water, '[]') as water, coalesce(ferries, '[]') as ferries,
  coalesce(speed_factors, '[]') as speed_factors
from (select) as asked left join network on network_id = $1

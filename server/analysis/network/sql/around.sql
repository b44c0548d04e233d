-- What is forbidden on a network, and the water around it (JSON); of nothing where there is none of the id. $1 id
select coalesce(bans, '[]') as bans, coalesce(water, '[]') as water
from (select) as asked left join network on network_id = $1

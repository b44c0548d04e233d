-- What is forbidden on a network (JSON). $1 id
select coalesce((select bans from network where network_id = $1), '[]') as bans

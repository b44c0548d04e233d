-- Key of a network; no row where there is none of the id. $1 id
select key from network where network_id = $1

-- Removes the edges of a network. $1 id
delete from network_edge where network_id = $1

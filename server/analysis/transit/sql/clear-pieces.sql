-- $1 id
delete from transit_piece where transit_id = $1

-- $1 id, $2 number of the piece, from 0, $3 its bytes
insert into transit_piece (transit_id, number, body) values ($1, $2, $3)

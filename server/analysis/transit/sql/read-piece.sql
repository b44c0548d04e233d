-- $1 id, $2 number of the piece, from 0
-- Result: one row: key and bytes of the timetables, and the piece in base64; nulls where there are none of the id, and a
-- null piece where there is none of the number.
select transit.key, transit.bytes, encode(piece.body, 'base64') as piece
from (select) as asked
left join transit on transit.transit_id = $1
left join transit_piece as piece on piece.transit_id = transit.transit_id and piece.number = $2

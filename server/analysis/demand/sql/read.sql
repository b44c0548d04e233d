-- A piece of a demand's cells; cells are not compressed, so that no more than the piece is read.
-- $1 id, $2 first byte of the piece, from 1, $3 bytes of it
-- Result: one row: the demand's key, bytes of the whole columnar message, and the piece in base64; nulls where there is
-- no demand of the id.
select key, octet_length(cells) as bytes, encode(substring(cells from $2 for $3), 'base64') as part
from (select) as asked left join demand on demand_id = $1

-- Keeps a piece of a demand's cells. $1 its first byte, $2 the bytes
insert into demand_piece (first_byte, cells) values ($1, $2)

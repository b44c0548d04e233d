-- Makes room for the pieces of a demand's cells, until the transaction ends.
create temporary table demand_piece (first_byte integer primary key, cells bytea not null) on commit drop

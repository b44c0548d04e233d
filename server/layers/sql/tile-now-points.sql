-- Points of one layer in a tile as of now: $1 … $9 and result as in tile-chosen-points.sql.
select * from tile_points($1::text, $2::text[], $3::text[], $4::text[], $5::int, $6::boolean, $7::int, $8::int, $9::int)

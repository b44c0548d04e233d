-- A tile as of now, unfiltered, encoded by the database.
-- $1 text[]     layer ids
-- $2 boolean[]  whether a layer is one of points, which gather in clusters
-- $3 text[]     attributes that travel, one array literal a layer
-- $4 text[]     other attributes that the layer has, likewise
-- $5 text[]     points: attributes that clusters add up, likewise
-- $6 boolean[]  areas: whether an area has `label: true` in the tile that names it
-- $7 int[]      points: how many a cell may hold before it is a cluster
--               lines and areas: units that corners are snapped to
-- $8 boolean    whether the matrix set is geographic (CGCS2000Quad)
-- $9 $10 $11    z, x, y
-- Result: one row: tile text (in base64; empty where the tile is), revisions text (of each layer, separated by commas; 0
-- where the layer holds nothing). Both are of one snapshot.
select encode(tile, 'base64') as tile, revisions
from tile_encoded($1::text[], $2::boolean[], $3::text[], $4::text[], $5::text[], $6::boolean[], $7::int[], $8::boolean, $9::int, $10::int, $11::int)

-- Features of a tile for the encoder in tiles/mvt, where the database has none.
-- $1 text[]  layer ids
-- $2 text[]  attributes that travel, one array literal a layer
-- $3 int[]   grid that the corners of areas are snapped to, tile units, one a layer
-- $4 $5 $6   z, x, y
-- Result: rows in the order of the layers: layer_id, fid, attributes (json as text; `id` and `provenance` among them),
-- geom (WKB in tile units, y pointing down).
select layer_id, fid, ST_AsBinary(geom) as geom,
  (jsonb_build_object('id', id, 'provenance', provenance) || coalesce(tags, '{}'))::text as attributes
from unnest($1::text[], $2::text[], $3::int[]) with ordinality as request (layer_id, keys, grid, position)
cross join lateral tile_features(layer_id, keys::text[], grid, $4, $5, $6) as f
order by position, fid

-- A tile, encoded by the database.
-- $1 text[]  layer ids
-- $2 text[]  attributes that travel, one array literal a layer
-- $3 int[]   grid that the corners of areas are snapped to, tile units, one a layer
-- $4 $5 $6   z, x, y
-- Result: one row, tile bytea (no bytes where the tile is empty).
select coalesce(string_agg(mvt, ''::bytea order by position), ''::bytea) as tile
from (
  select position, (
    select ST_AsMVT(f, layer_id, 4096, 'geom', 'fid')
    from tile_features(layer_id, keys::text[], grid, $4, $5, $6) as f
  ) as mvt
  from unnest($1::text[], $2::text[], $3::int[]) with ordinality as request (layer_id, keys, grid, position)
) as layers

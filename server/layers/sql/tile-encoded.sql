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
-- Result: one row: tile text (in base64; empty where the tile is), revisions text (of each layer, separated by commas;
-- 0 where the layer holds nothing). Both are of one snapshot.
select encode(coalesce(string_agg(mvt, ''::bytea order by position), ''::bytea), 'base64') as tile, string_agg(revision::text, ',' order by position) as revisions
from (
  select position, coalesce((select l.revision from layer l where l.layer_id = asked.layer_id), 0) as revision,
    case when is_points then (
      select ST_AsMVT(f, layer_id, 4096, 'geom', 'fid')
      from tile_points(layer_id, keys::text[], dropped::text[], summed::text[], measure, $8, $9, $10, $11) as f
    ) else (
      select ST_AsMVT(f, layer_id, 4096, 'geom', 'fid')
      from tile_shapes(layer_id, keys::text[], dropped::text[], labelled, measure, $8, $9, $10, $11) as f
    ) end as mvt
  from unnest($1::text[], $2::boolean[], $3::text[], $4::text[], $5::text[], $6::boolean[], $7::int[])
    with ordinality as asked (layer_id, is_points, keys, dropped, summed, labelled, measure, position)
) as layers

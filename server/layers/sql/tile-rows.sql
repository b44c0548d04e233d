-- Features of a tile for the encoder in server/layers/mvt, where the database has none.
-- $1 … $11   as in tile-encoded.sql
-- Result: rows in the order of the layers, at least one for each: position (of the layer, from 1), revision, fid (null
-- where the layer shows nothing), attributes (json as text; `id` and `provenance` among them), geom (WKB in tile units,
-- y pointing down).
select position::int, coalesce((select l.revision from layer l where l.layer_id = asked.layer_id), 0) as revision,
  fid, ST_AsBinary(geom) as geom,
  (jsonb_strip_nulls(jsonb_build_object('id', id, 'provenance', provenance)) || tags)::text as attributes
from unnest($1::text[], $2::boolean[], $3::text[], $4::text[], $5::text[], $6::boolean[], $7::int[])
  with ordinality as asked (layer_id, is_points, keys, dropped, summed, labelled, measure, position)
left join lateral (
  select row_number() over () as place, f.*
  from (
    select * from tile_points(layer_id, keys::text[], dropped::text[], summed::text[], measure, $8, $9, $10, $11) where is_points
    union all
    select * from tile_shapes(layer_id, keys::text[], dropped::text[], labelled, measure, $8, $9, $10, $11) where not is_points
  ) as f
) as shown on true
order by position, place

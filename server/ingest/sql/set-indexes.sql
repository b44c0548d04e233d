-- The dates and times of layers that filters find by an index.
-- $1 text[]  layer ids
-- $2 text[]  attributes, one array literal a layer
select set_layer_indexes(asked.layer_id, asked.keys::text[]) from unnest($1::text[], $2::text[]) as asked (layer_id, keys)

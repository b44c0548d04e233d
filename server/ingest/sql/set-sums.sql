-- What the clusters of layers add up; where that changes, a layer is counted anew.
-- $1 text[]  layer ids
-- $2 text[]  attributes, one array literal a layer
select set_layer_sums(asked.layer_id, asked.sums::text[]) from unnest($1::text[], $2::text[]) as asked (layer_id, sums)

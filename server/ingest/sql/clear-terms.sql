-- $1 layer id, $2 feature ids, or null for all of the layer
delete from search_term where layer_id = $1 and ($2::text[] is null or feature_id = any ($2))

-- $1 layer id, $2 feature ids, or how far the terms of the whole layer have been made
insert into search_stale (layer_id, feature_ids) values ($1, $2)

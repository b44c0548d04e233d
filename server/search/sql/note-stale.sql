-- $1 layer id, $2 feature id, or how far the terms of the whole layer have been made
insert into search_stale (layer_id, feature_id) values ($1, $2) on conflict do nothing

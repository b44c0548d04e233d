-- Counts every layer anew: clusters are made from features and are not kept.
select rebuild_pyramid(layer_id) from layer order by layer_id collate "C"

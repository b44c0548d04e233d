-- Gives every layer that was restored its partition.
select ensure_layer(layer_id) from layer order by layer_id collate "C"

-- $1 layer id
delete from feature where layer_id = $1

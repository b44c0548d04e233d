-- $1 layer id
select count(*) as count from feature where layer_id = $1

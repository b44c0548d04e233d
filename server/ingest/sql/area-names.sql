-- $1 layer id, $2 attribute with the name
-- Result: code and name of every area of the layer.
select feature_id as code, attributes ->> $2 as name from feature
where layer_id = $1 and attributes ->> $2 is not null order by feature_id

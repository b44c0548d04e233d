-- The next features of a layer, with what terms are made of.
-- $1 layer id, $2 feature id after which they begin ('' for the first), $3 most
-- Result: feature_id, attributes (JSON text), in the order of ids; one row of nulls where there are none.
select f.* from (select) as asked left join (
  select feature_id, attributes::text as attributes from feature where layer_id = $1 and feature_id > $2
  order by feature_id limit $3
) as f on true
order by f.feature_id

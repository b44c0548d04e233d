-- What terms are made of.
-- $1 layer id, $2 feature ids
-- Result: feature_id, attributes (JSON text); one row of nulls where there are none.
select f.* from (select) as asked left join (
  select feature_id, attributes::text as attributes from feature where layer_id = $1 and feature_id = any ($2)
) as f on true

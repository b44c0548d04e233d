-- No parameters.
-- Result: one row a layer: layer_id, revision, changed_at (null where nothing was ever loaded). One row of nulls where
-- there is no layer.
select layer_id, revision, changed_at from (select) as asked left join layer on true

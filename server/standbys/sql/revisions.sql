-- How far this database has come. No parameters.
-- Result: one row a layer: layer_id, revision. One row of nulls where there is no layer.
select l.layer_id, l.revision from (select) as asked left join layer l on true

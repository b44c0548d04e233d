-- How far this database has come. No parameters.
-- Result: one row a layer: layer_id, revision; and one of the last timeline that is noted: ' timeline', its number.
select l.layer_id, l.revision from layer l
union all
select ' timeline', coalesce(max(id), 1) from timeline

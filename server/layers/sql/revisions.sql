-- No parameters.
-- Result: one row a layer: layer_id, revision, changed_at (null where nothing was ever loaded).
select layer_id, revision, changed_at from layer

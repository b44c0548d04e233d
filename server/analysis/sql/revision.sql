-- $1 text layer id
-- Result: one row: its revision, null where there is no such layer.
select (select revision from layer where layer_id = $1) as revision

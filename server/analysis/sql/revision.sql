-- $1 text layer id
-- Result: its revision, one row at most.
select revision from layer where layer_id = $1

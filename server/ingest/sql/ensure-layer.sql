-- Creates the partition of a layer where it is missing.
-- $1 layer id
select ensure_layer($1)

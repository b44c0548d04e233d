-- Keeps all others who write to the layer waiting until this transaction ends.
-- $1 layer id
select lock_layer($1)

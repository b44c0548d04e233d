-- Keeps other loads of the layer waiting until this transaction ends.
-- $1 layer id
-- Result: how many features it has, and what is known of its demonstration data.
select l.revision, l.demo_hash, l.demo_revision, (select count(*) from feature f where f.layer_id = $1) as count
from (select * from layer where layer_id = $1 for update) l

-- Result: of every layer its edits, what is known of its demonstration data, and whether it has features. One row of
-- nulls where there is no layer.
select l.layer_id, l.edits, l.demo_hash, l.demo_edits,
  exists (select from feature f where f.layer_id = l.layer_id) as filled
from (select) as asked left join layer l on true

-- Result: of every layer its revision, what is known of its demonstration data, and whether it has features.
select l.layer_id, l.edits, l.demo_hash, l.demo_edits,
  exists (select from feature f where f.layer_id = l.layer_id) as filled
from layer l

-- No parameters.
-- Result: one row a layer: layer_id, revision, changed_at (null where nothing was ever loaded), load_id (of its last
-- load that was noted; null without one). One row of nulls where there is no layer.
select l.layer_id, l.revision, l.changed_at,
  (select max(o.load_id) from layer_load o where o.layer_id = l.layer_id) as load_id
from (select) as asked left join layer l on true

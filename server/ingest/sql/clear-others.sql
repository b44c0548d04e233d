-- Removes features of a layer that a load of several parts did not give.
-- $1 layer id
-- Result: how many were removed.
with removed as (
  delete from feature f
  where f.layer_id = $1 and not exists (select from loading_id where loading_id.feature_id = f.feature_id)
  returning f.feature_id
)
select count(*) as count from removed

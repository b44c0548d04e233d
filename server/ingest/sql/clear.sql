-- Removes features of a layer that are not among those to come.
-- $1 layer id, $2 ids of the features to come
-- Result: how many were removed.
with removed as (
  delete from feature f
  where f.layer_id = $1 and not exists (select from unnest($2::text[]) as kept (id) where kept.id = f.feature_id)
  returning f.feature_id
)
select count(*) as count from removed

-- Takes away terms that are made anew, and of a whole layer the notes that they should be.
-- $1 layer id, $2 feature ids, or null for all of the layer
with made as (
  delete from search_stale where layer_id = $1 and $2::text[] is null
)
delete from search_term where layer_id = $1 and ($2::text[] is null or feature_id = any ($2))

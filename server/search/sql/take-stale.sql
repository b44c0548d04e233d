-- Takes features whose terms are to be made anew. Those that somebody edits at this moment stay.
-- $1 layer id, $2 most features
-- Result: one row: ids text[].
with taken as (
  select feature_id from search_stale where layer_id = $1 order by feature_id limit $2 for update skip locked
), gone as (
  delete from search_stale s using taken t where s.layer_id = $1 and s.feature_id = t.feature_id returning s.feature_id
)
select coalesce(array_agg(feature_id), '{}') as ids from gone

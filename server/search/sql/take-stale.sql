-- Takes features whose terms are to be made anew: those of one note. A note that somebody else has taken stays.
-- $1 layer id
-- Result: one row: ids text[].
with taken as (
  select stale_id from search_stale where layer_id = $1 order by stale_id limit 1 for update skip locked
), gone as (
  delete from search_stale s using taken t where s.stale_id = t.stale_id returning s.feature_ids
)
select coalesce((select feature_ids from gone), '{}') as ids

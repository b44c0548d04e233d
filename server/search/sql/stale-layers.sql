-- Layers of which some terms are older than their features.
-- $1 text[] layer ids
-- Result: layer_id text; one row of null where there are none.
select stale.layer_id from (select) as asked left join (
  select layer_id from unnest($1::text[]) as named (layer_id)
  where exists (select from search_stale s where s.layer_id = named.layer_id)
) as stale on true

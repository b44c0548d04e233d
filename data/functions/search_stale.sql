-- Notes that search has to look at features anew. A load makes the terms itself and says so by its setting.
--
-- A row a layer, as one for each feature would make statements over thousands slower. Nobody waits for another: whoever
-- makes terms takes whole rows, and each later edit has a row of its own. Those who edit need no right on the table.
create or replace function note_stale(layers text[], ids text[]) returns void
language sql security definer set search_path from current as $$
  insert into search_stale (layer_id, feature_ids)
  select k.layer_id, array_agg(k.feature_id) from unnest(layers, ids) as k (layer_id, feature_id)
  where coalesce(current_setting('chengtu.terms_follow', true), '') <> 'on'
  group by k.layer_id
$$;

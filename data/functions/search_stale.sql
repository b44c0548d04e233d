-- Notes that search has to look at features anew. A load makes the terms itself and says so by its setting.
--
-- A row that is there already is written again, so that it is locked: whoever makes terms of this feature now has to
-- see this edit, or leaves the row. Those who edit need no right on the table.
create or replace function note_stale(layers text[], ids text[]) returns void
language sql security definer set search_path from current as $$
  insert into search_stale (layer_id, feature_id)
  select distinct k.layer_id, k.feature_id from unnest(layers, ids) as k (layer_id, feature_id)
  where coalesce(current_setting('chengtu.terms_follow', true), '') <> 'on'
  order by k.layer_id, k.feature_id
  on conflict (layer_id, feature_id) do update set feature_id = excluded.feature_id
$$;

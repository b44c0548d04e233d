-- needs: change_notes

-- The first moment that the history knows in full: states before it were removed, or lost before the table was made.
create or replace function history_begins() returns timestamptz language sql stable as $$
  select at from history_start
$$;

-- Refuses every change to the history but those of prune_history and forget (forget.sql), called by the owner of the
-- table. Any other role that may write can add states and remove none, whatever the settings say.
create or replace function history_guarded() returns trigger language plpgsql as $$
begin
  if coalesce(current_setting('chengtu.prune_history', true), '') <> 'on'
    or not pg_has_role((select relowner from pg_class where oid = tg_relid), 'usage') then
    raise exception 'feature_history can be added to only' using errcode = 'insufficient_privilege',
      hint = 'The owner of the tables removes states that ended long ago, such as: select prune_history(now() - interval ''5 years'')';
  end if;
  return null;
end $$;

-- Removes the states that ended before a moment, as a rule of retention may demand, and returns their number. After
-- that history_begins() is no earlier than the moment, and the map as of an earlier one is refused. Tiles of such
-- moments that are in memory go.
--
-- The body sets the parameter: in the head of a function only a superuser may name one that PostgreSQL does not know.
create or replace function prune_history(before timestamptz) returns bigint language plpgsql as $$
declare
  removed bigint;
  layers text[];
begin
  perform set_config('chengtu.prune_history', 'on', true);
  with pruned as (
    delete from feature_history where valid_to <= before returning layer_id, visibility
  )
  select count(*), array_agg(distinct layer_id) filter (where visibility = 'public') into removed, layers from pruned;
  perform set_config('chengtu.prune_history', 'off', true);
  if layers is not null then
    perform bump_layers(layers);
    perform note_withdrawal(layers);
    -- Nobody has edited the layers, which would keep demonstration data from being renewed.
    update layer set edits = edits - 1 where layer_id = any (layers);
  end if;
  update history_start set at = least(before, now()) where at < least(before, now());
  return removed;
end $$;

create or replace trigger guarded before update or delete or truncate on feature_history
  for each statement execute function history_guarded();

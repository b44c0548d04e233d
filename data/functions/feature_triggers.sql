-- needs: change_notes

-- Every statement notes what it has touched (change_notes.sql) and the states it has ended. These functions find their
-- tables whatever the search_path of the session that edits.
--
-- Everybody may ask for revisions and for what changes have touched, so only states that everybody may see count there.
-- A feature that becomes internal touches its old place alone, and one that becomes public its new place. Where a
-- statement touches nothing but internal states of a layer, only its number of edits rises, which no answer gives.
--
-- A statement beyond 20,000 features (40,000 states of an update, where most extents are the same before and after) is
-- not looked at feature by feature. A feature that moves to another layer touches both: the old state belongs to the
-- one layer, the new state to the other. Truncation runs its trigger before the rows are gone, to know which there
-- were.

create or replace function feature_inserted() returns trigger language plpgsql set search_path from current as $$
begin
  if (select count(*) from arrived) > 20000 then
    perform note_changes(array_agg(layer_id), null, array_agg(seen))
    from (select distinct layer_id, visibility = 'public' as seen from arrived) as touched;
  else
    perform note_changes(array_agg(layer_id), array_agg(geom_3857::box3d), array_agg(visibility = 'public'))
    from arrived;
  end if;
  return null;
end $$;

create or replace function feature_deleted() returns trigger language plpgsql set search_path from current as $$
begin
  if (select count(*) from gone) > 20000 then
    perform note_changes(array_agg(layer_id), null, array_agg(seen))
    from (select distinct layer_id, visibility = 'public' as seen from gone) as touched;
  else
    perform note_changes(array_agg(layer_id), array_agg(geom_3857::box3d), array_agg(visibility = 'public'))
    from gone;
  end if;
  insert into feature_history (layer_id, feature_id, fid, geom, geom_3857, attributes, owner, visibility, provenance,
    revision, valid_from, valid_to, op)
  select layer_id, feature_id, fid, geom, geom_3857, attributes, owner, visibility, provenance, revision, valid_from,
    greatest(now(), valid_from), 'delete'
  from gone;
  return null;
end $$;

create or replace function feature_updated() returns trigger language plpgsql set search_path from current as $$
begin
  if (select count(*) from arrived) > 20000 then
    perform note_changes(array_agg(layer_id), null, array_agg(seen))
    from (
      select layer_id, visibility = 'public' as seen from gone
      union select layer_id, visibility = 'public' from arrived) as touched;
  else
    perform note_changes(array_agg(layer_id), array_agg(geom_3857::box3d), array_agg(visibility = 'public'))
    from (
      select layer_id, geom_3857, visibility from gone
      union all select layer_id, geom_3857, visibility from arrived) as state;
  end if;
  insert into feature_history (layer_id, feature_id, fid, geom, geom_3857, attributes, owner, visibility, provenance,
    revision, valid_from, valid_to, op)
  select layer_id, feature_id, fid, geom, geom_3857, attributes, owner, visibility, provenance, revision, valid_from,
    greatest(now(), valid_from), 'update'
  from gone;
  return null;
end $$;

create or replace function feature_truncated() returns trigger language plpgsql set search_path from current as $$
begin
  insert into feature_history (layer_id, feature_id, fid, geom, geom_3857, attributes, owner, visibility, provenance,
    revision, valid_from, valid_to, op)
  select layer_id, feature_id, fid, geom, geom_3857, attributes, owner, visibility, provenance, revision, valid_from,
    greatest(now(), valid_from), 'truncate'
  from feature where layer_id = tg_argv[0];
  if found then
    perform note_changes(array[tg_argv[0]], null,
      array[exists (select from feature where layer_id = tg_argv[0] and visibility = 'public')]);
  end if;
  return null;
end $$;

-- Gives the partition of a layer its triggers, also where it has some already.
create or replace function attach_change_triggers(part text, id text) returns void language plpgsql as $$
begin
  execute format('create or replace trigger part_inserted after insert on %I referencing new table as arrived '
    'for each statement execute function feature_inserted()', part);
  execute format('create or replace trigger part_deleted after delete on %I referencing old table as gone '
    'for each statement execute function feature_deleted()', part);
  execute format('create or replace trigger part_updated after update on %I referencing old table as gone new table as arrived '
    'for each statement execute function feature_updated()', part);
  execute format('create or replace trigger part_truncated before truncate on %I '
    'for each statement execute function feature_truncated(%L)', part, id);
end $$;

-- Statement triggers fire on the table that a statement names, hence once here and once on every partition.
create or replace trigger inserted after insert on feature
  referencing new table as arrived for each statement execute function feature_inserted();
create or replace trigger deleted after delete on feature
  referencing old table as gone for each statement execute function feature_deleted();
create or replace trigger updated after update on feature
  referencing old table as gone new table as arrived for each statement execute function feature_updated();

-- The layers that are there get the triggers as this file has them now.
select attach_change_triggers('feature_' || replace(layer_id, '-', '_'), layer_id)
from layer
where to_regclass(format('%I.%I', current_schema(), 'feature_' || replace(layer_id, '-', '_'))) is not null;

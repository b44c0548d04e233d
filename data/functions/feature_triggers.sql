-- needs: change_notes, layer_times, search_stale

-- Every statement notes what it has touched (change_notes.sql) and the states it has ended. These functions find their
-- tables whatever the search_path of the session that edits.
--
-- Everybody may ask for revisions and for what changes have touched, so only states that everybody may see count there.
-- A feature that becomes internal touches its old place alone, and one that becomes public its new place. Where a
-- statement touches nothing but internal states of a layer, only its number of edits rises, which no answer gives.
--
-- Who may see a feature decides on its past too (features_as_of.sql). Where that changes, all places that its public
-- past has stood in are touched as well: the map of a past moment changes there.
--
-- A statement beyond 20,000 features (40,000 states of an update, where most extents are the same before and after) is
-- not looked at feature by feature. A feature that moves to another layer touches both: the old state belongs to the
-- one layer, the new state to the other. Truncation runs its trigger before the rows are gone, to know which there
-- were.

-- Where features have stood in the states of their past that were public. What has had one of their names before them
-- is among these, as its past may be seen where theirs may.
-- layers, ids, numbers (`fid`): features, by name and by number, either of which may be null.
--
-- `offset 0` keeps the inner selects from becoming joins: a plan made while the history had a few rows would read all
-- of it for each feature later.
create or replace function past_extents(layers text[], ids text[], numbers bigint[])
returns table (layer_id text, extent box3d) language sql stable as $$
  with named as (
    select layer_id, feature_id from unnest(layers, ids) as k (layer_id, feature_id)
    union
    select held.layer_id, held.feature_id from unnest(numbers) as k (fid) cross join lateral (
      select h.layer_id, h.feature_id from feature_history h where h.fid = k.fid offset 0) as held
  )
  select past.layer_id, past.extent
  from named k cross join lateral (
    select h.layer_id, h.geom_3857::box3d as extent from feature_history h
    where h.layer_id = k.layer_id and h.feature_id = k.feature_id and h.visibility = 'public' offset 0) as past
$$;

-- The last feature that had a name: who could see it, and whether it goes on under another name. No row where the name
-- is new. A feature that comes under the name hides the past of those that had it, if it is internal and everybody
-- could see the last, and shows it the other way round. It may do both where the last goes on, as what may be seen of
-- that one is not looked at here. Statements that call this take its text into their plan.
create or replace function last_of_name(layer text, id text) returns table (visibility text, goes_on boolean)
language sql stable as $$
  select h.visibility, h.op = 'update' from feature_history h
  where h.layer_id = layer and h.feature_id = id order by h.history_id desc limit 1
$$;

-- Takes the names of features out of what search finds, or gives them back. One by one: a join planned while there were
-- a few terms would read all of them for every edit of the session.
create or replace function hide_terms(layers text[], ids text[], hide boolean[]) returns void
language plpgsql set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
declare
  named record;
begin
  for named in select * from unnest(layers, ids, hide) as k (layer_id, feature_id, is_hidden) loop
    update search_term t set is_hidden = named.is_hidden
    where t.layer_id = named.layer_id and t.feature_id = named.feature_id and t.is_hidden <> named.is_hidden;
  end loop;
end $$;

-- The plans of these functions serve a session, also one whose first edit met a history of a few rows: hence
-- `enable_seqscan`. Rows are looked up by lateral selects, as a join would read a whole index instead of the table.
create or replace function feature_inserted() returns trigger language plpgsql
set search_path from current set enable_seqscan = off as $$
declare
  -- Features that come back under a name whose past everybody could see, or could not, and now it is the other way.
  layers text[];
  ids text[];
  hides boolean;
  spelt record;
  found_spelling text;
  found_values bigint;
begin
  -- Whether all features still spell their times alike (layer_times.sql).
  for spelt in select * from spellings_of(array(select distinct layer_id from arrived)) loop
    loop
      if spelt.spelling = '' then
        select
          case when bool_and(each.spelling is not null) and min(each.spelling) = max(each.spelling)
            then min(each.spelling) end,
          count(*)
        into found_spelling, found_values
        from (
          select time_spelling(a.attributes ->> spelt.attribute) as spelling from arrived a
          where a.layer_id = spelt.layer_id and a.attributes ->> spelt.attribute is not null) as each;
        exit when found_values = 0;
      else
        exit when not exists (
          select from arrived a
          where a.layer_id = spelt.layer_id and a.attributes ->> spelt.attribute is not null
            and time_spelling(a.attributes ->> spelt.attribute) is distinct from spelt.spelling);
        found_spelling := null;
      end if;
      -- Another statement may have been faster.
      spelt.spelling := respell(spelt.layer_id, spelt.attribute, spelt.spelling, found_spelling);
      exit when spelt.spelling is not distinct from found_spelling or spelt.spelling is null;
    end loop;
  end loop;
  if exists (
    select from (select distinct layer_id from arrived) as a
    cross join lateral (select from feature_history h where h.layer_id = a.layer_id limit 1) as known) then
    select array_agg(a.layer_id), array_agg(a.feature_id), bool_or(a.visibility <> 'public') into layers, ids, hides
    from arrived a cross join lateral last_of_name(a.layer_id, a.feature_id) as past
    where past.goes_on or (a.visibility <> 'public') = (past.visibility = 'public');
  end if;
  if (select count(*) from arrived) > 20000 then
    perform note_changes(array_agg(layer_id), null, array_agg(seen))
    from (
      select layer_id, visibility = 'public' as seen from arrived
      union select layer_id, true from past_extents(layers, ids, null)) as touched;
  else
    perform note_changes(array_agg(layer_id), array_agg(extent), array_agg(seen))
    from (
      select layer_id, geom_3857::box3d as extent, visibility = 'public' as seen from arrived
      union all select layer_id, extent, true from past_extents(layers, ids, null)) as touched;
  end if;
  if hides then
    perform note_withdrawal(layers);
  end if;
  if (select count(*) from arrived) > 20000 then
    perform note_stale(array_agg(layer_id), array_agg(''::text)) from (select distinct layer_id from arrived) as touched;
  else
    perform note_stale(array_agg(layer_id), array_agg(feature_id)) from arrived;
  end if;
  if exists (select from arrived where visibility <> 'public') or exists (
    select from (select distinct layer_id from arrived) as a
    cross join lateral (select from search_term t where t.layer_id = a.layer_id and t.is_hidden limit 1) as hidden) then
    perform hide_terms(array_agg(layer_id), array_agg(feature_id), array_agg(visibility <> 'public')) from arrived;
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
  if (select count(*) from gone) > 20000 then
    perform note_stale(array_agg(layer_id), array_agg(''::text)) from (select distinct layer_id from gone) as touched;
  else
    perform note_stale(array_agg(layer_id), array_agg(feature_id)) from gone;
  end if;
  perform hide_terms(array_agg(layer_id), array_agg(feature_id), array_agg(true)) from gone;
  insert into feature_history (layer_id, feature_id, fid, geom, geom_3857, attributes, owner, visibility, provenance,
    revision, valid_from, valid_to, op)
  select layer_id, feature_id, fid, geom, geom_3857, attributes, owner, visibility, provenance, revision, valid_from,
    greatest(now(), valid_from), 'delete'
  from gone;
  return null;
end $$;

create or replace function feature_updated() returns trigger language plpgsql
set search_path from current set enable_seqscan = off as $$
declare
  -- Whether any feature has another name, number or visibility than before. A name stands on either side once.
  changes_sight constant boolean := exists (
    select layer_id, feature_id, fid, visibility from gone
    except select layer_id, feature_id, fid, visibility from arrived);
  -- Features whose past everybody may see from now on, or may not any more, by number. Names that are new, and hide or
  -- show the past of what had them before.
  numbers bigint[];
  layers text[];
  ids text[];
  hides boolean;
  spelt record;
  found_spelling text;
  found_values bigint;
begin
  -- Whether all features still spell their times alike (layer_times.sql).
  for spelt in select * from spellings_of(array(select distinct layer_id from arrived)) loop
    loop
      if spelt.spelling = '' then
        select
          case when bool_and(each.spelling is not null) and min(each.spelling) = max(each.spelling)
            then min(each.spelling) end,
          count(*)
        into found_spelling, found_values
        from (
          select time_spelling(a.attributes ->> spelt.attribute) as spelling from arrived a
          where a.layer_id = spelt.layer_id and a.attributes ->> spelt.attribute is not null) as each;
        exit when found_values = 0;
      else
        exit when not exists (
          select from arrived a
          where a.layer_id = spelt.layer_id and a.attributes ->> spelt.attribute is not null
            and time_spelling(a.attributes ->> spelt.attribute) is distinct from spelt.spelling);
        found_spelling := null;
      end if;
      -- Another statement may have been faster.
      spelt.spelling := respell(spelt.layer_id, spelt.attribute, spelt.spelling, found_spelling);
      exit when spelt.spelling is not distinct from found_spelling or spelt.spelling is null;
    end loop;
  end loop;
  insert into feature_history (layer_id, feature_id, fid, geom, geom_3857, attributes, owner, visibility, provenance,
    revision, valid_from, valid_to, op)
  select layer_id, feature_id, fid, geom, geom_3857, attributes, owner, visibility, provenance, revision, valid_from,
    greatest(now(), valid_from), 'update'
  from gone;
  if changes_sight then
    select array_agg(fid), bool_or(was_public) into numbers, hides
    from (
      select fid, coalesce(bool_or(is_public) filter (where not is_new), false) as was_public,
        coalesce(bool_or(is_public) filter (where is_new), false) as is_public
      from (
        select fid, visibility = 'public' as is_public, false as is_new from gone
        union all select fid, visibility = 'public', true from arrived) as state
      group by fid) as feature
    where was_public <> is_public;
    select array_agg(named.layer_id), array_agg(named.feature_id),
      coalesce(hides, false) or bool_or(not named.is_public)
    into layers, ids, hides
    from (
      select layer_id, feature_id, bool_or(is_public) as is_public
      from (
        select layer_id, feature_id, visibility = 'public' as is_public, false as is_new from gone
        union all select layer_id, feature_id, visibility = 'public', true from arrived) as state
      group by layer_id, feature_id
      having bool_and(is_new)) as named
    cross join lateral last_of_name(named.layer_id, named.feature_id) as past
    where past.goes_on or named.is_public <> (past.visibility = 'public');
  end if;
  if (select count(*) from arrived) > 20000 then
    perform note_changes(array_agg(layer_id), null, array_agg(seen))
    from (
      select layer_id, visibility = 'public' as seen from gone
      union select layer_id, visibility = 'public' from arrived
      union select layer_id, true from past_extents(layers, ids, numbers)) as touched;
  else
    perform note_changes(array_agg(layer_id), array_agg(extent), array_agg(seen))
    from (
      select layer_id, geom_3857::box3d as extent, visibility = 'public' as seen from gone
      union all select layer_id, geom_3857::box3d, visibility = 'public' from arrived
      union all select layer_id, extent, true from past_extents(layers, ids, numbers)) as touched;
  end if;
  if hides then
    perform note_withdrawal(array(select layer_id from gone union select layer_id from arrived));
  end if;
  -- Ahead of what changes terms: who makes terms anew locks the features that it does so for first.
  if (select count(*) from arrived) > 20000 then
    perform note_stale(array_agg(layer_id), array_agg(''::text))
    from (select layer_id from gone union select layer_id from arrived) as touched;
  else
    perform note_stale(array_agg(layer_id), array_agg(feature_id)) from (
      (select layer_id, feature_id, attributes, visibility from arrived
       except select layer_id, feature_id, attributes, visibility from gone)
      union all (select layer_id, feature_id, attributes, visibility from gone
       except select layer_id, feature_id, attributes, visibility from arrived)) as changed;
  end if;
  if changes_sight then
    perform hide_terms(array_agg(layer_id), array_agg(feature_id), array_agg(visibility <> 'public')) from arrived;
    -- Names that no feature has any more.
    perform hide_terms(array_agg(layer_id), array_agg(feature_id), array_agg(true))
    from (select layer_id, feature_id from gone except select layer_id, feature_id from arrived) as left_behind;
  end if;
  return null;
end $$;

create or replace function feature_truncated() returns trigger language plpgsql set search_path from current as $$
begin
  perform note_stale(array[tg_argv[0]], array['']);
  update search_term set is_hidden = true where layer_id = tg_argv[0] and not is_hidden;
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

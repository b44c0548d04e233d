-- Every state that a feature has had, written in the transaction that ends it: who changed what and when, and the map
-- as of a past moment.

create table feature_history (
  -- In the order of writing, which for one feature is the order of its states.
  history_id bigint generated always as identity primary key,
  layer_id text not null,
  feature_id text not null,
  fid bigint not null,
  geom geometry(Geometry, 4326) not null,
  geom_3857 geometry(Geometry, 3857),
  attributes jsonb not null,
  owner text not null,
  visibility text not null,
  provenance text not null,
  revision bigint not null,
  -- The state held from valid_from on, and no more at valid_to.
  valid_from timestamptz not null,
  valid_to timestamptz not null check (valid_to >= valid_from),
  -- What ended it, under which role of the database, and for whom, where the service says so (chengtu.user).
  op text not null check (op in ('update', 'delete', 'truncate')),
  by_role text not null default current_user,
  by_user text default nullif(current_setting('chengtu.user', true), '')
);

create index feature_history_feature on feature_history (layer_id, feature_id, history_id);
create index feature_history_place on feature_history using gist (geom_3857, tstzrange(valid_from, valid_to));
create index feature_history_end on feature_history (valid_to);

-- States before this moment are not all known: they were removed, or lost before this table was there.
create table history_start (
  only_row boolean primary key default true check (only_row),
  at timestamptz not null
);

insert into history_start (at) values (case when exists (select from layer where revision > 0) then now() else '-infinity' end);

create function history_begins() returns timestamptz language sql stable as $$
  select at from history_start
$$;

create function history_guarded() returns trigger language plpgsql as $$
begin
  if coalesce(current_setting('chengtu.prune_history', true), '') <> 'on' then
    raise exception 'feature_history can be added to only' using errcode = 'insufficient_privilege',
      hint = 'States that ended long ago are removed by prune_history, such as: select prune_history(now() - interval ''5 years'')';
  end if;
  return null;
end $$;

create trigger guarded before update or delete or truncate on feature_history
  for each statement execute function history_guarded();

-- Removes states that ended before a moment, as a rule of retention may ask. Returns their number. The map as of an
-- earlier moment cannot be had any more (history_begins).
create function prune_history(before timestamptz) returns bigint language plpgsql set chengtu.prune_history = 'on' as $$
declare
  removed bigint;
begin
  delete from feature_history where valid_to <= before;
  get diagnostics removed = row_count;
  update history_start set at = least(before, now()) where at < least(before, now());
  return removed;
end $$;

-- An update that changes nothing is none: no revision, no history, no tile made anew. Any other begins a new state.
--
-- Time is that of the transaction. Of two that overlap, the one that began first may write last: a state never begins
-- before the one it replaces. Casts instead of PostGIS operators, which not every search_path finds.
create function feature_changing() returns trigger language plpgsql as $$
begin
  if new.geom::bytea = old.geom::bytea and new.attributes = old.attributes
    and (new.layer_id, new.feature_id, new.fid, new.owner, new.visibility, new.provenance)
      = (old.layer_id, old.feature_id, old.fid, old.owner, old.visibility, old.provenance) then
    return null;
  end if;
  new.revision := old.revision + 1;
  new.valid_from := greatest(now(), old.valid_from);
  return new;
end $$;

create trigger changing before update on feature for each row execute function feature_changing();

-- Every statement notes what it has touched (005_changes.sql) and the states it has ended. These find their tables
-- whatever the search_path of who edits.
--
-- Statements beyond 20,000 features (40,000 states of an update, where most extents are the same before and after) are
-- not looked at one by one. A feature that moves to another layer touches both: the old state is of the one, the new
-- state of the other. Truncation runs its trigger before the rows are gone, to know which there were.

create or replace function feature_inserted() returns trigger language plpgsql set search_path from current as $$
begin
  if (select count(*) from arrived) > 20000 then
    perform note_changes(array(select distinct layer_id from arrived), null);
  else
    perform note_changes(array_agg(layer_id), array_agg(geom_3857::box3d)) from arrived;
  end if;
  return null;
end $$;

create or replace function feature_deleted() returns trigger language plpgsql set search_path from current as $$
begin
  if (select count(*) from gone) > 20000 then
    perform note_changes(array(select distinct layer_id from gone), null);
  else
    perform note_changes(array_agg(layer_id), array_agg(geom_3857::box3d)) from gone;
  end if;
  insert into feature_history (layer_id, feature_id, fid, geom, geom_3857, attributes, owner, visibility, provenance, revision, valid_from, valid_to, op)
  select layer_id, feature_id, fid, geom, geom_3857, attributes, owner, visibility, provenance, revision, valid_from, greatest(now(), valid_from), 'delete'
  from gone;
  return null;
end $$;

create or replace function feature_updated() returns trigger language plpgsql set search_path from current as $$
begin
  if (select count(*) from arrived) > 20000 then
    perform note_changes(array(select layer_id from gone union select layer_id from arrived), null);
  else
    perform note_changes(array_agg(layer_id), array_agg(geom_3857::box3d))
    from (select layer_id, geom_3857 from gone union all select layer_id, geom_3857 from arrived) as state;
  end if;
  insert into feature_history (layer_id, feature_id, fid, geom, geom_3857, attributes, owner, visibility, provenance, revision, valid_from, valid_to, op)
  select layer_id, feature_id, fid, geom, geom_3857, attributes, owner, visibility, provenance, revision, valid_from, greatest(now(), valid_from), 'update'
  from gone;
  return null;
end $$;

create or replace function feature_truncated() returns trigger language plpgsql set search_path from current as $$
begin
  insert into feature_history (layer_id, feature_id, fid, geom, geom_3857, attributes, owner, visibility, provenance, revision, valid_from, valid_to, op)
  select layer_id, feature_id, fid, geom, geom_3857, attributes, owner, visibility, provenance, revision, valid_from, greatest(now(), valid_from), 'truncate'
  from feature where layer_id = tg_argv[0];
  if found then
    perform note_changes(array[tg_argv[0]], null);
  end if;
  return null;
end $$;

-- Features of one layer as they were at a moment, as far as their boxes meet a box (EPSG:3857; null: everywhere).
--
-- Where transactions overlapped, or features came with a date of their own, two states of a feature can claim a moment:
-- the one written last has it.
--
-- Raises CT001 where not all is known of the moment any more; the detail is the first moment of which it is.
--
-- A function, for the reason given with tile_features: planning over all partitions takes longer than running.
create function features_as_of(layer text, moment timestamptz, box geometry)
returns table (
  fid bigint, feature_id text, geom geometry, geom_3857 geometry, attributes jsonb, visibility text, provenance text, valid_from timestamptz
)
language plpgsql stable set plan_cache_mode = force_generic_plan as $$
declare
  place constant geometry := coalesce(box, ST_MakeEnvelope(-1e9, -1e9, 1e9, 1e9, 3857));
begin
  if moment < history_begins() then
    raise exception 'the history does not reach back to %', moment using errcode = 'CT001',
      detail = to_char(history_begins() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"');
  end if;
  return query
  select f.fid, f.feature_id, f.geom, f.geom_3857, f.attributes, f.visibility, f.provenance, f.valid_from
  from feature f
  where f.layer_id = layer and f.geom_3857 && place and f.valid_from <= moment
  union all
  select h.fid, h.feature_id, h.geom, h.geom_3857, h.attributes, h.visibility, h.provenance, h.valid_from
  from feature_history h
  where h.layer_id = layer and h.geom_3857 && place and tstzrange(h.valid_from, h.valid_to) @> moment
    and not exists (
      select from feature f where f.layer_id = layer and f.feature_id = h.feature_id and f.valid_from <= moment)
    and not exists (
      select from feature_history later
      where later.layer_id = layer and later.feature_id = h.feature_id and later.history_id > h.history_id
        and tstzrange(later.valid_from, later.valid_to) @> moment);
end $$;

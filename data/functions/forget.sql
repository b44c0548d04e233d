-- needs: change_notes, layers

-- Erasing a feature for good. Only the owner of the tables may: `forget`, `forget_again` and `erase_feature` can be
-- executed by nobody else, and the history is guarded by its own trigger.

-- Every state that there is of a feature, with the names it has had: all of its name, and all of the numbers (`fid`)
-- that these have, as a feature keeps its number where it is renamed or moves to another layer.
create or replace function states_of(layer text, id text)
returns table (
  layer_id text, feature_id text, fid bigint, visibility text, valid_from timestamptz, valid_to timestamptz,
  attributes jsonb
)
language sql stable as $$
  with numbers as materialized (
    select f.fid from feature f where f.layer_id = layer and f.feature_id = id
    union
    select h.fid from feature_history h where h.layer_id = layer and h.feature_id = id
  )
  select f.layer_id, f.feature_id, f.fid, f.visibility, f.valid_from, null, f.attributes
  from numbers join feature f using (fid)
  union all
  select h.layer_id, h.feature_id, h.fid, h.visibility, h.valid_from, h.valid_to, h.attributes
  from numbers join feature_history h using (fid)
$$;

-- The hash by which an erased feature is known again.
create or replace function name_digest(salt bytea, layer text, id text) returns bytea
language sql immutable parallel safe as $$
  select sha256(salt || convert_to(layer || '/' || id, 'UTF8'))
$$;

-- Erases a feature from its table, the history and the search, and what its layers have noted of places. Ends studies
-- that may hold it, and removes results that do.
--
-- Where any of its states was public, its layers count as touched everywhere, so that every cache lets go of it; where
-- it never was, nobody is told.
--
-- Result: how many states there were; 0 where there is no such feature.
create or replace function erase_feature(layer text, id text) returns bigint language plpgsql as $$
declare
  layers text[];
  ids text[];
  numbers bigint[];
  has_been_public boolean;
  erased bigint;
  touched text;
begin
  -- In the order of layers, as everything that locks several.
  for touched in
    select distinct s.layer_id from states_of(layer, id) s
    where to_regclass(format('%I.%I', current_schema(), 'feature_' || replace(s.layer_id, '-', '_'))) is not null
    order by s.layer_id
  loop
    perform lock_layer(touched);
  end loop;
  select array_agg(s.layer_id), array_agg(s.feature_id), array_agg(s.fid), bool_or(s.visibility = 'public'), count(*)
  into layers, ids, numbers, has_been_public, erased from states_of(layer, id) s;
  if erased = 0 then
    return 0;
  end if;
  -- Clusters follow by their triggers, and another state comes into the history.
  delete from feature f where f.layer_id = any (layers) and f.fid = any (numbers);
  perform set_config('chengtu.prune_history', 'on', true);
  delete from feature_history h where h.fid = any (numbers);
  perform set_config('chengtu.prune_history', 'off', true);
  delete from search_term t using unnest(layers, ids) as k (layer_id, feature_id)
  where t.layer_id = k.layer_id and t.feature_id = k.feature_id;
  update search_stale s
  set feature_ids = array(select k.name from unnest(s.feature_ids) as k (name) where k.name <> all (ids))
  where s.layer_id = any (layers) and s.feature_ids && ids;
  delete from search_spelling s
  where not exists (select from search_term t where t.letters = s.letters collate "C");
  -- What people said of it may name it.
  delete from facility_check c using unnest(layers, ids) as k (layer_id, feature_id)
  where c.layer_id = k.layer_id and c.feature_id = k.feature_id;
  if has_been_public then
    delete from change c where c.layer_id = any (layers);
    perform bump_layers(layers);
    perform note_withdrawal(layers);
  end if;
  perform clear_statistics();
  -- No study is admitted until this commits (admit_job.sql): it could read what is still there, and nobody would end
  -- it.
  perform pg_advisory_xact_lock(3702006);
  -- Those at work come first. What finishes before it is marked goes with those that are done. A study may name what is
  -- erased.
  update analysis_job set is_unwanted = true, discards_result = true, study = null
  where state in ('waiting', 'running') and not discards_result;
  -- Nobody can tell what is in a result. They are kept for a day, and a study can be worked on again.
  delete from analysis_job where state not in ('waiting', 'running');
  return erased;
end $$;

-- Statistics of a table that has become empty stay those of its last rows, values among them, and everybody who can
-- read the table can read them. They are made anew from a row that is there for a moment.
create or replace function clear_statistics() returns void language plpgsql as $$
begin
  if not exists (select from feature_history) then
    insert into feature_history (layer_id, feature_id, fid, geom, geom_3857, attributes, owner, visibility, provenance,
      revision, valid_from, valid_to, op)
    values ('', '', 0, 'srid=4326;point empty', 'srid=3857;point empty', '{}', '', '', '', 0, now(), now(), 'delete');
    analyze feature_history;
    perform set_config('chengtu.prune_history', 'on', true);
    delete from feature_history where layer_id = '';
    perform set_config('chengtu.prune_history', 'off', true);
  end if;
  if not exists (select from search_term) then
    insert into search_term (layer_id, feature_id, folded, latin, initials, characters, letters, weight)
    values ('', '', '', '', '', '{}', '', 0);
    analyze search_term;
    delete from search_term where layer_id = '';
  end if;
  if not exists (select from search_spelling) then
    insert into search_spelling (letters, initials) values ('', '');
    analyze search_spelling;
    delete from search_spelling where letters = '' and initials = '';
  end if;
end $$;

-- Erases a feature for good, and notes that something was erased. Returns the number of its states. Raises CT002 where
-- there is neither such a feature nor a past state of one. What the tables keep on disk until they are cleared up, and
-- statistics of their columns, goes with `vacuum (analyze)`, which `npm run forget` runs.
create or replace function forget(layer text, id text, reason text default null) returns bigint language plpgsql as $$
declare
  -- Random, of 244 bits.
  salt constant bytea := uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
  digests bytea[];
  layers text[];
  erased bigint;
begin
  select array_agg(distinct name_digest(salt, s.layer_id, s.feature_id)), array_agg(distinct s.layer_id)
  into digests, layers from states_of(layer, id) s;
  erased := erase_feature(layer, id);
  if erased = 0 then
    raise exception 'layer % has no feature % and has had none', layer, id using errcode = 'CT002';
  end if;
  insert into erasure (layer_id, states, reason, salt, digests, layers)
  values (layer, erased, nullif(trim(reason), ''), salt, digests, layers);
  return erased;
end $$;

-- Erases again what an older backup has brought back. The other parameters are those of the row of `erasure` that was
-- written then; it is kept as it was. Does nothing where this database has the row: then the feature is erased here,
-- and one of the same name has come later.
--
-- Result: how many states were erased now; null where the row was there.
create or replace function forget_again(
  layer text, erased_at timestamptz, states bigint, by_role text, reason text, salt bytea, digests bytea[],
  layers text[]
) returns bigint language plpgsql as $$
declare
  named record;
  erased bigint := 0;
begin
  if exists (select from erasure e where e.salt = forget_again.salt) then
    return null;
  end if;
  for named in
    select k.layer_id, k.feature_id from (
      select f.layer_id, f.feature_id from feature f where f.layer_id = any (layers)
      union
      select h.layer_id, h.feature_id from feature_history h where h.layer_id = any (layers)) as k
    where name_digest(forget_again.salt, k.layer_id, k.feature_id) = any (digests)
  loop
    erased := erased + erase_feature(named.layer_id, named.feature_id);
  end loop;
  insert into erasure (layer_id, erased_at, states, by_role, reason, salt, digests, layers)
  values (layer, erased_at, states, by_role, reason, salt, digests, layers);
  return erased;
end $$;

revoke execute on function erase_feature(text, text) from public;
revoke execute on function forget(text, text, text) from public;
revoke execute on function forget_again(text, timestamptz, bigint, text, text, bytea, bytea[], text[]) from public;

-- Nothing is taken from the list of erasures, by anybody.
create or replace function erasures_guarded() returns trigger language plpgsql as $$
begin
  raise exception 'erasure can be added to only' using errcode = 'insufficient_privilege';
end $$;

create or replace trigger guarded before update or delete or truncate on erasure
  for each statement execute function erasures_guarded();

-- needs: history

-- Whether the past of a feature may be seen: what may be seen of the past is what may be seen now.
--
-- layer, id: the name of a past state. number: its `fid`, which a feature keeps under every name.
-- The feature that has the name now is public; or, where none has it, the name's last state was, so that a school which
-- was pulled down while everybody could see it stays on the map of its time. The same holds for the number: what was
-- renamed or moved to another layer, and is internal there, has no public past under its old name. A feature that
-- changed both at once cannot be followed, and has no public past either.
create or replace function is_past_public(layer text, id text, number bigint) returns boolean
language plpgsql stable set plan_cache_mode = force_generic_plan as $$
declare
  present record;
  last record;
begin
  select f.fid, f.visibility into present from feature f where f.layer_id = layer and f.feature_id = id;
  if found then
    return present.visibility = 'public' and (present.fid = number or is_number_public(number));
  end if;
  select h.fid, h.visibility, h.op into last from feature_history h
  where h.layer_id = layer and h.feature_id = id order by h.history_id desc limit 1;
  if last.op = 'update' and not is_number_public(last.fid) or last.op <> 'update' and last.visibility <> 'public' then
    return false;
  end if;
  return last.fid = number or is_number_public(number);
end $$;

-- Whether the feature of this number may be seen: as it is now, or as it was last.
create or replace function is_number_public(number bigint) returns boolean
language plpgsql stable set plan_cache_mode = force_generic_plan as $$
declare
  last record;
  present boolean;
begin
  select h.layer_id, h.feature_id, h.visibility, h.op into last from feature_history h
  where h.fid = number order by h.history_id desc limit 1;
  if last.op <> 'update' then
    return last.visibility = 'public';
  end if;
  -- It goes on, with a number of its own where the number is what was changed.
  select bool_and(f.visibility = 'public') into present from feature f where f.fid = number;
  return coalesce(present, exists (
    select from feature f
    where f.layer_id = last.layer_id and f.feature_id = last.feature_id and f.visibility = 'public'));
end $$;

-- Features of one layer as they were at a moment, so far as everybody may see them: the state was public then, and the
-- feature is not out of sight today. Of a moment before `history_begins` nothing is known: see features_as_of.
--
-- Where transactions overlapped, or features came with a date of their own, two states of a feature can claim a moment.
-- The state written last has it.
--
-- In two parts, those that still are as they were and those that ended: a page needs the first rows of each alone.
-- Plain SQL of one statement, which the planner takes into the statement around it: it finds boxes and ids by index.
create or replace function lasting_states_at(layer text, moment timestamptz)
returns table (
  fid bigint, feature_id text, geom geometry, geom_3857 geometry, attributes jsonb, owner text, visibility text,
  provenance text, valid_from timestamptz
)
language sql stable as $$
  select f.fid, f.feature_id, f.geom, f.geom_3857, f.attributes, f.owner, f.visibility, f.provenance, f.valid_from
  from feature f
  where f.layer_id = layer and f.valid_from <= moment and f.visibility = 'public'
$$;

create or replace function ended_states_at(layer text, moment timestamptz)
returns table (
  fid bigint, feature_id text, geom geometry, geom_3857 geometry, attributes jsonb, owner text, visibility text,
  provenance text, valid_from timestamptz
)
language sql stable as $$
  select h.fid, h.feature_id, h.geom, h.geom_3857, h.attributes, h.owner, h.visibility, h.provenance, h.valid_from
  from feature_history h
  where h.layer_id = layer and tstzrange(h.valid_from, h.valid_to) @> moment and h.visibility = 'public'
    and not exists (
      select from feature f where f.layer_id = layer and f.feature_id = h.feature_id and f.valid_from <= moment)
    and not exists (
      select from feature_history later
      where later.layer_id = layer and later.feature_id = h.feature_id and later.history_id > h.history_id
        and tstzrange(later.valid_from, later.valid_to) @> moment)
    -- Most features are still there, and one look is enough.
    and coalesce(
      (select f.visibility = 'public' from feature f
        where f.layer_id = layer and f.feature_id = h.feature_id and f.fid = h.fid),
      is_past_public(layer, h.feature_id, h.fid))
$$;

-- Both where their boxes meet `box` (EPSG:3857; null means everywhere).
--
-- Raises CT001 for a moment before the history begins; the detail is the first moment that the history knows in full.
--
-- This is a function, not a statement of the server, because planning over all partitions takes longer than running.
create or replace function features_as_of(layer text, moment timestamptz, box geometry)
returns table (
  fid bigint, feature_id text, geom geometry, geom_3857 geometry, attributes jsonb, visibility text, provenance text,
  valid_from timestamptz
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
  select s.fid, s.feature_id, s.geom, s.geom_3857, s.attributes, s.visibility, s.provenance, s.valid_from
  from lasting_states_at(layer, moment) as s
  where s.geom_3857 && place
  union all
  select s.fid, s.feature_id, s.geom, s.geom_3857, s.attributes, s.visibility, s.provenance, s.valid_from
  from ended_states_at(layer, moment) as s
  where s.geom_3857 && place;
end $$;

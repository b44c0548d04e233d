-- needs: history

-- Features of one layer as they were at a moment, where their boxes meet `box` (EPSG:3857; null means everywhere).
--
-- Where transactions overlapped, or features came with a date of their own, two states of a feature can claim a moment.
-- The state written last has it.
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

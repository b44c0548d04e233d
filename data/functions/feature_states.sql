-- An update that changes nothing is suppressed: it makes no revision, no history and no new tile. Any other update
-- begins a new state.
--
-- A state begins at the time of its transaction. Of two transactions that overlap, the one that began first may write
-- last, so a state never begins before the one it replaces. Casts take the place of PostGIS operators, which not every
-- search_path finds.
create or replace function feature_changing() returns trigger language plpgsql as $$
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

create or replace trigger changing before update on feature for each row execute function feature_changing();

-- needs: pyramid_count

-- Counts the pending cells anew when the transaction ends. The first event of a layer counts all its cells and leaves
-- nothing to the others. A pending cell below another one is counted with the upper one. The constraint trigger that
-- calls this stands with its table (007_pyramid.sql), as PostgreSQL cannot replace a constraint trigger.
--
-- Its plans serve a session, also one whose first edit met a pyramid of a few cells: hence no scan of whole tables.
create or replace function settle_pyramid() returns trigger language plpgsql set search_path from current
set plan_cache_mode = force_generic_plan set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off
  set jit = off as $$
declare
  cell record;
  cells pyramid_cell[];
begin
  with taken as (
    delete from pyramid_pending w where w.layer_id = new.layer_id returning w.layer_id, w.z, w.cx, w.cy
  )
  select array_agg((t.layer_id, t.z, t.cx, t.cy)::pyramid_cell) into cells from taken t;
  if cells is null then
    return null;
  end if;
  if exists (select from unnest(cells) as c where c.z < 0) then
    perform rebuild_pyramid(new.layer_id);
    return null;
  end if;
  for cell in
    select c.z, c.cx, c.cy, coalesce(p.count, 0) as count
    from unnest(cells) as c
    left join pyramid p on p.layer_id = c.layer_id and p.z = c.z and p.cx = c.cx and p.cy = c.cy
    where not exists (select from unnest(cells) as upper where upper.z < c.z and c.cx >> (c.z - upper.z) = upper.cx
      and c.cy >> (c.z - upper.z) = upper.cy)
  loop
    if cell.count > 20000 then
      perform rebuild_pyramid(new.layer_id);
      return null;
    end if;
    perform clear_below(new.layer_id, cell.z, cell.cx, cell.cy);
    if cell.count > 8 then
      perform fill_cell(new.layer_id, cell.z, cell.cx, cell.cy);
    end if;
  end loop;
  return null;
end $$;

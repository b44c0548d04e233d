-- needs: current_timeline

-- The migrations bring one of two arguments (005_changes.sql), which no file ever brought and nothing calls any more.
drop function if exists note_changes(text[], box3d[]);

-- Notes what a statement touched. The triggers call it (feature_triggers.sql). A revision is one more than the last,
-- but for the first of a timeline (current_timeline.sql).
-- layers: the layer of each extent; a layer may stand there many times, and where there is none nothing happens.
-- extents (EPSG:3857): null means whole layers. Beyond 20,000 different extents that may be seen a layer counts as
-- touched everywhere.
-- seen: whether everybody may see what has each extent. Where that is so for one of a layer, its revision rises, and
-- the extents that may be seen are written down. Else only its edits rise: revision and time of change stay, since
-- everybody may ask for them.
create or replace function note_changes(layers text[], extents box3d[], seen boolean[])
returns void language plpgsql as $$
declare
  touched record;
begin
  -- All of them in one order, seen or not, so that two statements over several layers do not wait for each other.
  for touched in
    select box.layer_id, bool_or(box.seen) as seen,
      case when extents is not null and count(*) filter (where box.seen) <= 20000 then
        array(select unnest(array_agg(array[box.west, box.south, box.east, box.north])
          filter (where box.seen and box.west is not null)))
      end as boxes
    from (
      select distinct t.layer_id, t.seen,
        ST_XMin(t.extent) as west, ST_YMin(t.extent) as south, ST_XMax(t.extent) as east, ST_YMax(t.extent) as north
      from unnest(layers, extents, seen) as t (layer_id, extent, seen)
    ) as box
    group by box.layer_id
    order by box.layer_id
  loop
    if touched.seen then
      with raised as (
        insert into layer as l (layer_id, revision, edits, changed_at)
        values (touched.layer_id, greatest(1, first_revision()), 1, clock_timestamp())
        on conflict (layer_id) do update
          set revision = greatest(l.revision + 1, first_revision()), edits = l.edits + 1, changed_at = clock_timestamp()
        returning l.revision
      )
      insert into change (layer_id, revision, boxes, at)
      select touched.layer_id, raised.revision, touched.boxes, clock_timestamp() from raised;
    else
      insert into layer as l (layer_id, edits) values (touched.layer_id, 1)
      on conflict (layer_id) do update set edits = l.edits + 1;
    end if;
  end loop;
end $$;

-- Writes down that the last change of each layer has taken something out of sight, now or in the past. For the
-- transaction that has noted the change.
create or replace function note_withdrawal(layers text[]) returns void language sql as $$
  update change c set withdraws = true
  from layer l
  where l.layer_id = any (layers) and c.layer_id = l.layer_id and c.revision = l.revision
$$;

-- Raises the revision of whole layers, for a change to what tiles show that touches no feature.
create or replace function bump_layers(ids text[]) returns void language sql as $$
  select note_changes(array_agg(id), null, array_agg(true)) from unnest(ids) as t (id)
$$;

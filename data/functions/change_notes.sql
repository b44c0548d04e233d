-- Raises the revision of every layer among `layers` and writes down what a statement touched. The triggers call it
-- (feature_triggers.sql).
-- layers: the layer of each extent; a layer may stand there many times, and where there is none nothing happens.
-- extents (EPSG:3857): null means whole layers. Beyond 20,000 different extents a layer counts as touched everywhere.
create or replace function note_changes(layers text[], extents box3d[]) returns void language plpgsql as $$
declare
  touched record;
begin
  -- Always in the same order, so that two statements over several layers do not wait for each other.
  for touched in
    select box.layer_id,
      case when extents is not null and count(*) <= 20000 then
        array(select unnest(
          array_agg(array[box.west, box.south, box.east, box.north]) filter (where box.west is not null)))
      end as boxes
    from (
      select distinct t.layer_id,
        ST_XMin(t.extent) as west, ST_YMin(t.extent) as south, ST_XMax(t.extent) as east, ST_YMax(t.extent) as north
      from unnest(layers, extents) as t (layer_id, extent)
    ) as box
    group by box.layer_id
    order by box.layer_id
  loop
    with raised as (
      insert into layer as l (layer_id, revision, edits, changed_at) values (touched.layer_id, 1, 1, clock_timestamp())
      on conflict (layer_id) do update
        set revision = l.revision + 1, edits = l.edits + 1, changed_at = clock_timestamp()
      returning l.revision
    )
    insert into change (layer_id, revision, boxes, at)
    select touched.layer_id, raised.revision, touched.boxes, clock_timestamp() from raised;
  end loop;
end $$;

-- Raises the revision of whole layers, for a change to what tiles show that touches no feature.
create or replace function bump_layers(ids text[]) returns void language sql as $$
  select note_changes(ids, null)
$$;

-- Notes that a statement has touched each of these layers, in states that nobody may see. Revision and time of change
-- stay, since everybody may ask for them.
create or replace function note_unseen(layers text[]) returns void language sql as $$
  insert into layer as l (layer_id, edits) select layer_id, 1 from unnest(layers) as t (layer_id) order by layer_id
  on conflict (layer_id) do update set edits = l.edits + 1
$$;

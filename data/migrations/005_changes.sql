-- What every revision of a layer has touched, so that caches drop the tiles that changed and keep all others.
--
-- A layer's revision is its clock. It is raised under the lock of the layer's row, which is held until the transaction
-- ends: revisions of a layer are in the order of commits, without gaps, and who sees a revision sees its features.

create table change (
  layer_id text not null,
  revision bigint not null,
  -- West, south, east, north (EPSG:3857) of each extent before and after, one group of four after the other, equal ones
  -- once. Null: anywhere in the layer. Empty: nowhere, as features without a position were touched.
  boxes float8[],
  at timestamptz not null,
  primary key (layer_id, revision)
);

-- For the removal of old rows. Who asks for a revision that is gone takes the whole layer as changed.
create index change_at on change (at);

-- Positions hardly compress, and trying costs more than writing them.
alter table change alter column boxes set storage external;

-- Raises the revision of every layer among `layers` and writes down what was touched; called by the triggers, whose
-- functions 006_history.sql replaces.
-- layers: layer of each extent, any number of times; none: nothing happens. extents (EPSG:3857): null where whole
-- layers are meant; beyond 20,000 different ones a layer counts as touched everywhere.
create function note_changes(layers text[], extents box3d[]) returns void language plpgsql as $$
declare
  touched record;
begin
  -- Always in the same order, so that two statements over several layers do not wait for each other.
  for touched in
    select box.layer_id,
      case when extents is not null and count(*) <= 20000 then
        array(select unnest(array_agg(array[box.west, box.south, box.east, box.north]) filter (where box.west is not null)))
      end as boxes
    from (
      select distinct t.layer_id, ST_XMin(t.extent) as west, ST_YMin(t.extent) as south, ST_XMax(t.extent) as east, ST_YMax(t.extent) as north
      from unnest(layers, extents) as t (layer_id, extent)
    ) as box
    group by box.layer_id
    order by box.layer_id
  loop
    with raised as (
      insert into layer as l (layer_id, revision, changed_at) values (touched.layer_id, 1, clock_timestamp())
      on conflict (layer_id) do update set revision = l.revision + 1, changed_at = clock_timestamp()
      returning l.revision
    )
    insert into change (layer_id, revision, boxes, at)
    select touched.layer_id, raised.revision, touched.boxes, clock_timestamp() from raised;
  end loop;
end $$;

-- Raises the revision of whole layers: for changes to what tiles show that touch no feature.
create or replace function bump_layers(ids text[]) returns void language sql as $$
  select note_changes(ids, null)
$$;

-- Gives the partition of a layer its triggers, also where it has them already.
create function attach_change_triggers(part text, id text) returns void language plpgsql as $$
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

-- All triggers that partitions have: later migrations add to these.
create function attach_layer_triggers(part text, id text) returns void language sql as $$
  select attach_change_triggers(part, id)
$$;

create or replace function ensure_layer(id text) returns void language plpgsql as $$
declare
  part text := 'feature_' || replace(id, '-', '_');
begin
  if not is_layer_id(id) then
    raise exception 'not a layer id: %', quote_nullable(id) using errcode = 'invalid_parameter_value',
      hint = 'A layer id is kebab-case, such as unit-grids, and has at most 48 characters.';
  end if;
  if to_regclass(format('%I.%I', current_schema(), part)) is not null then
    return;
  end if;
  -- Two processes that start together create it once.
  perform pg_advisory_xact_lock(hashtext('ensure_layer'));
  if to_regclass(format('%I.%I', current_schema(), part)) is not null then
    return;
  end if;
  insert into layer (layer_id) values (id) on conflict do nothing;
  execute format('create table %I partition of feature for values in (%L)', part, id);
  perform attach_layer_triggers(part, id);
end $$;

-- Layers that were there before.
select attach_change_triggers('feature_' || replace(layer_id, '-', '_'), layer_id)
from layer
where to_regclass(format('%I.%I', current_schema(), 'feature_' || replace(layer_id, '-', '_'))) is not null;

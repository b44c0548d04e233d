-- needs: feature_triggers, layer_ids, pyramid_triggers

-- Creates the partition of a layer where it is missing. Only here is an identifier made from a value: is_layer_id
-- checks it, and format quotes it.
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
  -- Two processes that start together create the partition once.
  perform pg_advisory_xact_lock(hashtext('ensure_layer'));
  if to_regclass(format('%I.%I', current_schema(), part)) is not null then
    return;
  end if;
  insert into layer (layer_id) values (id) on conflict do nothing;
  execute format('create table %I partition of feature for values in (%L)', part, id);
  perform attach_layer_triggers(part, id);
end $$;

-- Keeps other transactions from writing to a layer until this one ends; reading goes on. For loads, which write many
-- features in batches.
--
-- An edit locks its features first and the layer's row last, when its statement ends. A load that held the row when it
-- came to those features would wait for the edit, and the edit for the load. The database would end one of them,
-- perhaps after minutes of work. So both ask for the lock of the partition first.
create or replace function lock_layer(id text) returns void language plpgsql as $$
begin
  if not is_layer_id(id) then
    raise exception 'not a layer id: %', quote_nullable(id) using errcode = 'invalid_parameter_value';
  end if;
  execute format('lock table %I in share row exclusive mode', 'feature_' || replace(id, '-', '_'));
  perform from layer where layer_id = id for update;
end $$;

-- Gives the partition of a layer all triggers that a partition has.
create or replace function attach_layer_triggers(part text, id text) returns void language sql as $$
  select attach_change_triggers(part, id);
  select attach_pyramid_triggers(part, id);
$$;

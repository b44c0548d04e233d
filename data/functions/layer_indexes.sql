-- needs: layer_ids

-- Gives the partition of a layer an index for each of some dates and times, as texts in the order of code points
-- (server/filter/moments.ts), and takes away those that it no longer should have. Their names begin with `attribute_`.
-- Attributes are values in the text of each index, quoted by format.
create or replace function set_layer_indexes(layer text, keys text[]) returns void language plpgsql as $$
declare
  part text := 'feature_' || replace(layer, '-', '_');
  wanted text[] := array(select 'attribute_' || md5(layer || ' ' || key) from unnest(keys) as k (key));
  known text[];
  place integer;
begin
  if not is_layer_id(layer) then
    raise exception 'not a layer id: %', quote_nullable(layer) using errcode = 'invalid_parameter_value';
  end if;
  known := array(
    select c.relname from pg_index i join pg_class c on c.oid = i.indexrelid
    where i.indrelid = to_regclass(format('%I.%I', current_schema(), part)) and c.relname ~ '^attribute_[0-9a-f]{32}$');
  for place in 1 .. cardinality(known) loop
    if known[place] <> all (wanted) then
      execute format('drop index %I.%I', current_schema(), known[place]);
    end if;
  end loop;
  for place in 1 .. cardinality(keys) loop
    if wanted[place] <> all (known) then
      execute format('create index %I on %I (((attributes ->> %L) collate "C"))', wanted[place], part, keys[place]);
      -- The planner knows nothing of an index on an expression before this.
      execute format('analyze %I', part);
    end if;
  end loop;
end $$;

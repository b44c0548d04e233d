-- Keeps others from writing to a layer until the transaction ends; reading goes on. For loads, which write to many
-- features one batch after the other.
--
-- An edit locks its features first and the layer's row last, when its statement ends. A load that held the row while it
-- came to those features would wait for the edit, and the edit for the load: the database would end one of them, after
-- minutes of work perhaps. The lock of the partition is the first that either asks for.
create function lock_layer(id text) returns void language plpgsql as $$
begin
  if not is_layer_id(id) then
    raise exception 'not a layer id: %', quote_nullable(id) using errcode = 'invalid_parameter_value';
  end if;
  execute format('lock table %I in share row exclusive mode', 'feature_' || replace(id, '-', '_'));
  perform from layer where layer_id = id for update;
end $$;

-- needs: pyramid_count

-- Sets the attributes that a layer's clusters add up, and counts anew where they differ from those before.
create or replace function set_layer_sums(layer text, keys text[]) returns void language plpgsql as $$
begin
  if cardinality(keys) > 4 then
    raise exception 'A layer adds up at most 4 attributes, % has %.', layer, cardinality(keys)
      using errcode = 'invalid_parameter_value';
  end if;
  update layer l set sums = keys where l.layer_id = layer and l.sums <> keys;
  if found then
    perform rebuild_pyramid(layer);
  end if;
end $$;

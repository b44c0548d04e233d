-- needs: pyramid_cells

-- The feature id of a cluster in tiles: above 2^52, where no feature has one.
create or replace function cluster_id(cx int, cy int) returns bigint language sql immutable parallel safe as $$
  select 4503599627370496 + cell_key(cx, cy)
$$;

-- The properties of a cluster: `sum_` of a key stands in it where the key is among `summed`.
create or replace function cluster_tags(count bigint, sums numeric[], keys text[], summed text[])
returns jsonb language plpgsql immutable parallel safe as $$
declare
  tags jsonb := jsonb_build_object('cluster', true, 'point_count', count);
begin
  for i in 1 .. cardinality(keys) loop
    if keys[i] = any (summed) then
      tags := tags || jsonb_build_object('sum_' || keys[i], sums[i]);
    end if;
  end loop;
  return tags;
end $$;

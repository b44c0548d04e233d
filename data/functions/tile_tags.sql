-- The attributes of these keys alone, picked one by one.
create or replace function pick_attributes(attributes jsonb, keys text[])
returns jsonb language sql immutable parallel safe as $$
  select coalesce(jsonb_object_agg(key, attributes -> key), '{}') from unnest(keys) as key where attributes ? key
$$;

-- The attributes of a feature that travel: `keys`, and nothing else. Taking away the others that the layer is known to
-- have (`dropped`) costs a fifth of picking each key. Where a feature has more than both lists (`known`), the keys are
-- picked. The planner inlines this function.
create or replace function tile_tags(attributes jsonb, keys text[], dropped text[], known text[])
returns jsonb language sql immutable parallel safe as $$
  select case when attributes - known = '{}' then attributes - dropped else pick_attributes(attributes, keys) end
$$;

-- The numbers that clusters add up (layer.sums). The planner inlines these functions.

-- A value that is not a number adds nothing.
create or replace function jsonb_number(value jsonb) returns numeric language sql immutable parallel safe as $$
  select case jsonb_typeof(value) when 'number' then value::numeric else 0 end
$$;

create or replace function attribute_numbers(attributes jsonb, keys text[])
returns numeric[] language sql immutable parallel safe as $$
  select case when keys = '{}' then '{}'::numeric[] else (array[
    jsonb_number(attributes -> keys[1]), jsonb_number(attributes -> keys[2]),
    jsonb_number(attributes -> keys[3]), jsonb_number(attributes -> keys[4])
  ])[1:cardinality(keys)] end
$$;

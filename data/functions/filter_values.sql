-- What filters in CQL2 are made of (tiles/filter/cql2, server/filter). A value that is not of its attribute's type
-- counts as missing, and nothing here ever fails, whatever the data holds.

create or replace function filter_text(attributes jsonb, name text)
returns text language sql immutable parallel safe as $$
  select case jsonb_typeof(attributes -> name) when 'string' then attributes ->> name end
$$;

-- Numeric holds every number of JSON; double precision would fail on some.
create or replace function filter_number(attributes jsonb, name text)
returns numeric language sql immutable parallel safe as $$
  select case jsonb_typeof(attributes -> name) when 'number' then (attributes -> name)::numeric end
$$;

create or replace function filter_flag(attributes jsonb, name text)
returns boolean language sql immutable parallel safe as $$
  select case jsonb_typeof(attributes -> name) when 'boolean' then (attributes -> name)::boolean end
$$;

-- True for a layer id as the catalogue writes it: kebab-case, and short enough for a partition's name.
create or replace function is_layer_id(id text) returns boolean language sql immutable parallel safe as $$
  select id ~ '^[a-z][a-z0-9]*(-[a-z0-9]+)*$' and length(id) <= 48
$$;

-- Features of every layer in one table, one partition a layer, and the revision of every layer.

create extension if not exists postgis schema public;
create extension if not exists pg_trgm schema public;

-- True for a layer id as the catalogue writes it: kebab-case, short enough for a partition's name.
create function is_layer_id(id text) returns boolean language sql immutable parallel safe as $$
  select id ~ '^[a-z][a-z0-9]*(-[a-z0-9]+)*$' and length(id) <= 48
$$;

create table layer (
  layer_id text primary key check (is_layer_id(layer_id)),
  -- Grows with every statement that touches the layer's features: the key of caches and ETags.
  revision bigint not null default 0,
  changed_at timestamptz,
  -- Demonstration data: what was loaded, and the revision it left. A differing revision means that somebody has
  -- changed the layer since, so that demonstration data must not replace it.
  demo_hash text,
  demo_revision bigint
);

-- Feature ids of vector tiles. A plain sequence, because PostgreSQL 15 has no identity columns on partitions.
create sequence feature_fid_seq as bigint;

create table feature (
  fid bigint not null default nextval('feature_fid_seq'),
  layer_id text not null,
  feature_id text not null check (feature_id <> ''),
  geom geometry(Geometry, 4326) not null,
  geom_3857 geometry(Geometry, 3857) generated always as (ST_Transform(geom, 3857)) stored,
  attributes jsonb not null check (jsonb_typeof(attributes) = 'object'),
  owner text not null,
  visibility text not null check (visibility in ('public', 'internal')),
  provenance text not null check (provenance in ('official', 'imported', 'approximate', 'synthetic')),
  revision bigint not null default 1,
  valid_from timestamptz not null default now(),
  primary key (layer_id, feature_id)
) partition by list (layer_id);

create index feature_geom_3857 on feature using gist (geom_3857);
create index feature_geography on feature using gist ((geom::geography));

-- Bumps the revision of every layer a statement has touched. Reads the transition tables named below.
create function bump_layers(ids text[]) returns void language sql as $$
  insert into layer (layer_id, revision, changed_at)
  select id, 1, clock_timestamp() from unnest(ids) as id order by id
  on conflict (layer_id) do update set revision = layer.revision + 1, changed_at = excluded.changed_at
$$;

create function feature_inserted() returns trigger language plpgsql as $$
begin
  perform bump_layers(array(select distinct layer_id from arrived));
  return null;
end $$;

create function feature_deleted() returns trigger language plpgsql as $$
begin
  perform bump_layers(array(select distinct layer_id from gone));
  return null;
end $$;

create function feature_updated() returns trigger language plpgsql as $$
begin
  perform bump_layers(array(select layer_id from gone union select layer_id from arrived));
  return null;
end $$;

create function feature_truncated() returns trigger language plpgsql as $$
begin
  perform bump_layers(array[tg_argv[0]]);
  return null;
end $$;

-- Statement triggers fire on the table a statement names, hence once here and once on every partition.
create trigger inserted after insert on feature
  referencing new table as arrived for each statement execute function feature_inserted();
create trigger deleted after delete on feature
  referencing old table as gone for each statement execute function feature_deleted();
create trigger updated after update on feature
  referencing old table as gone new table as arrived for each statement execute function feature_updated();

-- Creates the partition of a layer where it is missing. The only place where an identifier is made from a value:
-- checked by is_layer_id, quoted by format.
create function ensure_layer(id text) returns void language plpgsql as $$
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
  execute format('create trigger part_inserted after insert on %I referencing new table as arrived '
    'for each statement execute function feature_inserted()', part);
  execute format('create trigger part_deleted after delete on %I referencing old table as gone '
    'for each statement execute function feature_deleted()', part);
  execute format('create trigger part_updated after update on %I referencing old table as gone new table as arrived '
    'for each statement execute function feature_updated()', part);
  execute format('create trigger part_truncated after truncate on %I '
    'for each statement execute function feature_truncated(%L)', part, id);
end $$;

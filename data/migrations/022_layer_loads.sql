-- What the features of a layer were loaded from, so that the map names the source of what a layer holds now, and no
-- longer that of the demonstration data which a load has replaced.
create table layer_load (
  layer_id text not null,
  load_id bigint generated always as identity,
  -- Files that came with the city: the definition of the layer says their source.
  is_given boolean not null default false,
  -- Null where nobody said it.
  source_zh text,
  source_en text,
  licence text,
  -- The day, month or year that the data is of.
  as_of text,
  -- Those of the features that were loaded. Where a layer has none of them any more, the load no longer shows.
  provenances text[] not null,
  features bigint not null,
  loaded_at timestamptz not null default now(),
  -- Of the layer, once the load was written: a higher one is of edits since. Edits of what is internal do not raise it.
  revision bigint not null,
  primary key (layer_id, load_id)
);

-- What came with the city and is still there. Of a layer that was changed since, that is known of synthetic features
-- and of those placed roughly alone.
insert into layer_load (layer_id, is_given, provenances, features, revision)
select l.layer_id, true, held.provenances, held.features, l.revision
from layer l
cross join lateral (
  select coalesce(array_agg(distinct f.provenance), '{}') as provenances, count(*) as features
  from feature f
  where f.layer_id = l.layer_id and (l.demo_edits = l.edits or f.provenance in ('synthetic', 'approximate'))
) as held
where l.demo_hash is not null and l.demo_edits is not null and held.features > 0;

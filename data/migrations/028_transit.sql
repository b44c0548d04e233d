-- Timetables of public transport: one columnar message each (tiles/api/columnar-message.ts), in pieces, as a large one
-- is longer than a driver takes at a time. They are read as a whole and never searched.
create table transit (
  transit_id text primary key check (is_layer_id(transit_id)),
  -- SHA-256 of the content: names what answers were made from.
  key text not null,
  -- Title, source, licence, provenance, feeds with their days, and how many stops, trips and calls there are.
  meta jsonb not null check (jsonb_typeof(meta) = 'object'),
  bytes integer not null,
  changed_at timestamptz not null default now()
);
create table transit_piece (
  transit_id text not null references transit on delete cascade,
  -- From 0.
  number integer not null,
  body bytea not null,
  primary key (transit_id, number)
);

-- The demonstration has timetables too.
alter table demo_analysis drop constraint demo_analysis_kind_check;
alter table demo_analysis add constraint demo_analysis_kind_check check (kind in ('network', 'demand', 'transit'));

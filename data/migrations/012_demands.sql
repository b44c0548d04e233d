-- Demand: cells or points with people, one row a demand. The cells are read as a whole and never searched, so they are
-- one frame of typed arrays (tiles/frame.ts) and not a row each.
create table demand (
  demand_id text primary key check (is_layer_id(demand_id)),
  -- SHA-256 of the content: names what answers were made from.
  key text not null,
  -- Title, source, provenance, kind, and the sums of people and area.
  meta jsonb not null check (jsonb_typeof(meta) = 'object'),
  cells bytea not null,
  changed_at timestamptz not null default now()
);
-- Doubles hardly compress, and trying takes longer than writing them.
alter table demand alter column cells set storage external;

-- Demonstration data that was loaded last, by its key. A network or demand that has another key now is somebody's own,
-- which demonstration data must not replace.
create table demo_analysis (
  kind text not null check (kind in ('network', 'demand')),
  id text not null,
  key text not null,
  primary key (kind, id)
);

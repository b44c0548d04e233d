-- Demand: cells or points with people, one row a demand. The cells are read as a whole and never searched, so they are
-- one frame of typed arrays (tiles/frame.ts) and not a row each.
create table demand (
  demand_id text primary key check (is_layer_id(demand_id)),
  -- SHA-256 of the content: names what answers were made from.
  key text not null,
  -- Title, source, provenance, kind, and the sums of people and area.
  meta jsonb not null check (jsonb_typeof(meta) = 'object'),
  cells bytea not null,
  -- Of demonstration data: the key it was loaded with. Null for what somebody has imported, which is never replaced by it.
  demo_key text,
  changed_at timestamptz not null default now()
);
-- Doubles hardly compress, and trying takes longer than writing them.
alter table demand alter column cells set storage external;

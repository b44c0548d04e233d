-- Street networks that studies travel on, one row an edge. Nodes are whole numbers from 0 on without gaps; their places
-- are the ends of the edges' lines, so that they are written once. A graph is made again from these rows bit for bit:
-- all numbers are float8, and a hash of the graph is kept with the network.

create table network (
  network_id text primary key check (is_layer_id(network_id)),
  -- SHA-256 of the graph, shortened (server/analysis/network/graph.ts).
  key text not null check (key ~ '^[0-9a-f]{16}$'),
  -- Both languages: {"zh": …, "en": …}.
  title jsonb not null,
  source jsonb not null,
  provenance text not null check (provenance in ('official', 'imported', 'approximate', 'synthetic')),
  cost_unit text not null,
  node_count integer not null check (node_count >= 0),
  edge_count integer not null check (edge_count >= 0),
  -- What the import found: a list of {"code": …, "message": {"zh": …, "en": …}}.
  warnings jsonb not null default '[]',
  imported_at timestamptz not null default now()
);

-- No reference to `network`: it would be looked up for every edge, which takes longer than writing it. Whoever writes
-- or removes edges holds the lock of their network's row.
create table network_edge (
  network_id text not null,
  edge_id integer not null,
  from_node integer not null,
  to_node integer not null,
  geom geometry(LineString, 4326) not null,
  -- On the spheroid.
  length_m float8 not null,
  -- Seconds from `from_node` to `to_node`, and back; null where the mode may not go that way.
  walk_s float8,
  walk_back_s float8,
  cycle_s float8,
  cycle_back_s float8,
  drive_s float8,
  drive_back_s float8,
  -- Of OpenStreetMap; null where the edge is from elsewhere.
  osm_way bigint,
  is_stairs boolean not null default false,
  primary key (network_id, edge_id)
);

-- Nobody searches lines by where they are, and statistics of them take seconds.
alter table network_edge alter column geom set statistics 0;

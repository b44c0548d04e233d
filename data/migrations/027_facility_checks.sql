-- What people say of a facility's page: is this still right? Kept for whoever runs the service, who tells the owner of
-- the data.
create table facility_check (
  check_id bigint generated always as identity primary key,
  layer_id text not null,
  feature_id text not null,
  at timestamptz not null default now(),
  is_right boolean not null,
  -- What is wrong, where something is.
  problem text check (problem in ('gone', 'moved', 'hours', 'closed', 'services', 'other')),
  note text check (length(note) <= 300),
  -- SHA-256 of the day's salt and the sender's address, for the bounds of that day alone; null from the next day on.
  sender bytea,
  check (is_right = (problem is null))
);
create index facility_check_feature on facility_check (layer_id, feature_id, at);
create index facility_check_at on facility_check (at);
create index facility_check_sender on facility_check (sender) where sender is not null;

-- One row: the salt of today. The day after, nobody can tell any more which address a hash was of.
create table facility_check_salt (
  day date primary key,
  salt bytea not null
);

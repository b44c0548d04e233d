-- What OpenStreetMap says of an edge beside its speeds, for profiles of travel: class, wheelchair, surface, width and
-- incline in 30 bits (server/analysis/network/street-tags.ts). Null where nobody has kept it.
alter table network_edge add column street_tags integer;

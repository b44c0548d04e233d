-- Whether a network has tags of OpenStreetMap and heights: the catalogue tells so without reading its edges.
alter table network
  add column is_tagged boolean not null default false,
  add column has_heights boolean not null default false;
update network set
  is_tagged = exists (
    select from network_edge where network_edge.network_id = network.network_id and coalesce(street_tags, 0) <> 0
  ),
  has_heights = exists (
    select from network_edge where network_edge.network_id = network.network_id and coalesce(up_m, down_m) is not null
  );

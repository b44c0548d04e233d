-- Inserts edges, numbered on from the first.
-- $1 id of the network, $2 number of the first edge, $3 and $4 nodes, $5 lines (EWKB in hexadecimal, 4326), $6 metres,
-- $7 to $12 seconds: walking, cycling, driving, each forward and back, $13 ways of OpenStreetMap, $14 stairs,
-- $15 street tags, $16 and $17 metres up and down
insert into network_edge (
  network_id, edge_id, from_node, to_node, geom, length_m,
  walk_s, walk_back_s, cycle_s, cycle_back_s, drive_s, drive_back_s, osm_way, is_stairs, street_tags, up_m, down_m
)
select $1, $2 + given.number - 1, from_node, to_node, line::geometry, length_m,
  walk_s, walk_back_s, cycle_s, cycle_back_s, drive_s, drive_back_s, osm_way, is_stairs, street_tags, up_m, down_m
from unnest($3::int[], $4::int[], $5::text[], $6::float8[], $7::float8[], $8::float8[], $9::float8[], $10::float8[],
  $11::float8[], $12::float8[], $13::bigint[], $14::boolean[], $15::int[],
  $16::real[], $17::real[])
  with ordinality as given (from_node, to_node, line, length_m, walk_s, walk_back_s, cycle_s, cycle_back_s,
    drive_s, drive_back_s, osm_way, is_stairs, street_tags, up_m, down_m, number)

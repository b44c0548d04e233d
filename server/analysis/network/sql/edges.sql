-- Edges of a network in the order of their numbers, each column as one run of bytes in base64: integers and floats
-- big-endian, times infinite where null, lines as WKB (little-endian) one after the other. One row, of nulls where there
-- are none.
-- $1 id, $2 first number, $3 number after the last
select encode(string_agg(int4send(from_node), ''::bytea), 'base64') as from_nodes,
  encode(string_agg(int4send(to_node), ''::bytea), 'base64') as to_nodes,
  encode(string_agg(ST_AsBinary(geom, 'NDR'), ''::bytea), 'base64') as lines,
  encode(string_agg(float8send(length_m), ''::bytea), 'base64') as lengths,
  encode(string_agg(float8send(coalesce(walk_s, 'Infinity')), ''::bytea), 'base64') as walk,
  encode(string_agg(float8send(coalesce(walk_back_s, 'Infinity')), ''::bytea), 'base64') as walk_back,
  encode(string_agg(float8send(coalesce(cycle_s, 'Infinity')), ''::bytea), 'base64') as cycle,
  encode(string_agg(float8send(coalesce(cycle_back_s, 'Infinity')), ''::bytea), 'base64') as cycle_back,
  encode(string_agg(float8send(coalesce(drive_s, 'Infinity')), ''::bytea), 'base64') as drive,
  encode(string_agg(float8send(coalesce(drive_back_s, 'Infinity')), ''::bytea), 'base64') as drive_back,
  encode(string_agg(int4send(coalesce(street_tags, 0)), ''::bytea), 'base64') as street_tags,
  encode(string_agg(float4send(coalesce(up_m, 'NaN')) || float4send(coalesce(down_m, 'NaN')), ''::bytea), 'base64') as climbs
from (
  select * from network_edge where network_id = $1 and edge_id >= $2 and edge_id < $3 order by edge_id
) as edge

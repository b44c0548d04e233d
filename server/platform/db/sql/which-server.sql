-- Which server a connection leads to, asked once as it is opened. No parameters.
-- Result: one row: id text (that of no other server, nor of this one once it was started again), name text (address and
-- port as the server itself has them; the port alone where the connection came by a socket).
select concat_ws('/', control.system_identifier, extract(epoch from pg_postmaster_start_time()), at.name) as id, at.name
from pg_control_system() as control,
  lateral (select concat_ws(':', host(inet_server_addr()), current_setting('port')) as name) as at

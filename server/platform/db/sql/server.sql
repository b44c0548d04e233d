-- What a server is, and where names are looked up, asked once before anything else.
-- $1 text the schema that the service is to have for itself; null where it uses the one that its role makes tables in
-- Result: one row: pid int (of the session), encoding text, is_standby boolean, is_read_only boolean, role text,
-- database text, search_path text, schemas text[] (those of the path that are there, in order), extension_schemas text[]
-- (where PostGIS and pg_trgm are, or will be made), has_schema boolean, may_use_schema boolean.
select pg_backend_pid() as pid, current_setting('server_encoding') as encoding, pg_is_in_recovery() as is_standby,
  (select reset_val::boolean from pg_settings where name = 'default_transaction_read_only') as is_read_only, current_user::text as role,
  current_database()::text as database, current_setting('search_path') as search_path,
  current_schemas(false)::text[] as schemas,
  array(
    select coalesce(n.nspname::text, (select 'public' from pg_namespace where nspname = 'public'))
    from unnest('{postgis,pg_trgm}'::text[]) with ordinality as needed (name, place)
    left join pg_extension e on e.extname = needed.name
    left join pg_namespace n on n.oid = e.extnamespace
    order by place
  ) as extension_schemas,
  own.oid is not null as has_schema,
  coalesce(has_schema_privilege(own.oid, 'usage'), false) as may_use_schema
from (values ($1::text)) as asked (schema)
left join pg_namespace own on own.nspname = asked.schema

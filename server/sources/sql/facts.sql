-- What a database says of itself, before anything of PostGIS can be asked. One row.
-- Result: database text, role text, version int (150004 is 15.4), is_standby boolean, postgis text (its version; null
-- where it is not installed), postgis_schema text (null likewise), may_use boolean (its schema).
select
  current_database()::text as database,
  current_user::text as role,
  current_setting('server_version_num')::int as version,
  pg_is_in_recovery() as is_standby,
  extension.extversion as postgis,
  namespace.nspname::text as postgis_schema,
  coalesce(has_schema_privilege(namespace.oid, 'usage'), false) as may_use
from (select 1) as one
left join pg_extension as extension on extension.extname = 'postgis'
left join pg_namespace as namespace on namespace.oid = extension.extnamespace

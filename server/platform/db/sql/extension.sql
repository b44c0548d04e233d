-- Whether an extension is there, and where.
-- $1 text name of the extension
-- Result: one row: role text, database text, schema text (null where the extension is not there), may_use boolean (whether
-- the role may use that schema), place text (the schema to make it in: public, where there is one).
select current_user::text as role, current_database()::text as database, n.nspname::text as schema,
  coalesce(has_schema_privilege(n.oid, 'usage'), false) as may_use,
  coalesce((select nspname::text from pg_namespace where nspname = 'public'), current_schema()::text) as place
from (values (1)) as always (here)
left join pg_extension e on e.extname = $1
left join pg_namespace n on n.oid = e.extnamespace

-- Rights on tables of the current schema that the role of the connection lacks. Where it may use no schema, one row
-- says so.
-- $1 text[] tables   $2 text[] the right on each, such as select
-- Result, in the order of $1: role text, database text, schema text (null where the role may use none), "table" text,
-- privilege text, place.
select current_user::text as role, current_database()::text as database, n.nspname::text as schema,
  needed.name as "table", needed.privilege, needed.place
from unnest($1::text[], $2::text[]) with ordinality as needed (name, privilege, place)
join pg_namespace n on n.nspname = current_schema()
join pg_class c on c.relnamespace = n.oid and c.relname = needed.name
where not has_table_privilege(c.oid, needed.privilege)
union all
select current_user::text, current_database()::text, null, null, null, 0 where current_schema() is null
order by place

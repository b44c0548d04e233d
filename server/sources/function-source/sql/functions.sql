-- Functions that give tiles: of three whole numbers z, x, y, and perhaps a json of the request, and giving bytes. Only
-- those that write nothing: volatile ones may.
-- $1 text[] schemas; all but PostgreSQL's own and those of extensions where null
-- Result: a row each: schema, name, comment (may be null), query_type (text: json or jsonb, null
-- where it takes none), in their order.
select n.nspname::text as schema, p.proname::text as name, obj_description(p.oid, 'pg_proc') as comment,
  case when p.pronargs = 4 then format_type(p.proargtypes[3], null) end as query_type
from pg_proc p
join pg_namespace n on n.oid = p.pronamespace
where p.prokind = 'f' and p.prorettype = 'bytea'::regtype and not p.proretset
  and (p.pronargs = 3 or p.pronargs = 4 and p.proargtypes[3] in ('json'::regtype, 'jsonb'::regtype))
  and p.proargtypes[0] = 'integer'::regtype and p.proargtypes[1] = 'integer'::regtype and p.proargtypes[2] = 'integer'::regtype
  and ($1::text[] is null and n.nspname not in ('pg_catalog', 'information_schema') or n.nspname = any($1::text[]))
  and has_schema_privilege(n.oid, 'usage') and has_function_privilege(p.oid, 'execute')
  and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
order by 1, 2, p.pronargs desc

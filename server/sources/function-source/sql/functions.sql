-- Functions that look like those that give tiles: their first arguments are the whole numbers z, x, y, and what they give
-- is bytes, alone or with a text beside them. Those of PostgreSQL itself and of extensions are left out.
-- $1 text[] schemas; all where null
-- Result: a row each, by schema, name and arguments: oid bigint, schema, name, arguments (as SQL tells overloads apart),
-- comment (may be null), owner, may_use boolean (its schema), may_execute boolean, query_type (json or jsonb where that is
-- the fourth and last argument; else null), parameters json ([{"name", "type", "hasDefault"}] of all arguments after the
-- third; the name is empty where it has none).
select p.oid::bigint as oid, n.nspname::text as schema, p.proname::text as name,
  pg_get_function_identity_arguments(p.oid) as arguments,
  obj_description(p.oid, 'pg_proc') as comment,
  pg_get_userbyid(p.proowner)::text as owner,
  has_schema_privilege(n.oid, 'usage') as may_use,
  has_function_privilege(p.oid, 'execute') as may_execute,
  case when p.pronargs = 4 and p.proargtypes[3] in ('json'::regtype, 'jsonb'::regtype)
    then format_type(p.proargtypes[3], null) end as query_type,
  (
    select coalesce(json_agg(json_build_object(
      'name', coalesce(p.proargnames[place + 1], ''),
      'type', format_type(p.proargtypes[place], null),
      'hasDefault', place >= p.pronargs - p.pronargdefaults
    ) order by place), '[]')
    from generate_series(3, p.pronargs - 1) as place
  ) as parameters
from pg_proc p
join pg_namespace n on n.oid = p.pronamespace
where p.prokind = 'f' and p.pronargs >= 3 and p.provariadic = 0
  and p.proargtypes[0] = 'integer'::regtype and p.proargtypes[1] = 'integer'::regtype and p.proargtypes[2] = 'integer'::regtype
  and (
    p.prorettype = 'bytea'::regtype
    or p.prorettype = 'record'::regtype and (
      select array_agg(part.type order by part.place)
      from unnest(p.proallargtypes, p.proargmodes) with ordinality as part (type, mode, place)
      where part.mode in ('o', 't')
    ) = array['bytea'::regtype, 'text'::regtype]::oid[]
  )
  and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  and ($1::text[] is null or n.nspname = any($1::text[]))
  and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
order by n.nspname, p.proname, p.pronargs desc, arguments

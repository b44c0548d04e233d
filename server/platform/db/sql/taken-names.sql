-- What stands in the current schema by names that the service needs, and belongs to no extension.
-- $1 text[] tables   $2 text[] functions
-- Result, in order of the name: name text.
select c.relname::text as name from pg_class c
where c.relnamespace = quote_ident(current_schema())::regnamespace and c.relname = any ($1)
  and not exists (select from pg_depend where classid = 'pg_class'::regclass and objid = c.oid and deptype = 'e')
union
select p.proname::text || '()' from pg_proc p
where p.pronamespace = quote_ident(current_schema())::regnamespace and p.proname = any ($2)
  and not exists (select from pg_depend where classid = 'pg_proc'::regclass and objid = p.oid and deptype = 'e')
order by name

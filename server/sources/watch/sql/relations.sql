-- Tables on which triggers have to stand for a table to be watched: itself, and all its partitions.
-- $1 $2 text schema and name
-- Result: a row each: schema, name, postgis (schema of PostGIS).
with recursive part (oid) as (
  select to_regclass(format('%I.%I', $1::text, $2::text))::oid
  union
  select i.inhrelid from part join pg_inherits i on i.inhparent = part.oid
)
select n.nspname::text as schema, c.relname::text as name,
  (select quote_ident(e.nspname) from pg_extension x join pg_namespace e on e.oid = x.extnamespace where x.extname = 'postgis') as postgis
from part join pg_class c on c.oid = part.oid join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p')
order by part.oid

-- The tables among those named that are there, with the columns that are kept. A generated column is made again from
-- the others.
-- $1 text[] names of tables in the current schema
-- Result, in the order of $1: name text, columns text[], types text[] (as a cast takes them), key text[] (of the primary
-- key, in its order; empty where the table has none), texts text[] (those of the key that sort by a collation).
select c.relname::text as name,
  array_agg(a.attname::text order by a.attnum) as columns,
  array_agg(format_type(a.atttypid, a.atttypmod) order by a.attnum) as types,
  coalesce(array_agg(a.attname::text order by array_position(k.conkey, a.attnum))
    filter (where a.attnum = any (k.conkey)), '{}') as key,
  coalesce(array_agg(a.attname::text) filter (where a.attnum = any (k.conkey) and a.attcollation <> 0), '{}') as texts
from unnest($1::text[]) with ordinality as named (name, place)
join pg_class c on c.relname = named.name and c.relnamespace = quote_ident(current_schema())::regnamespace
  and c.relkind in ('r', 'p')
join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
left join pg_constraint k on k.conrelid = c.oid and k.contype = 'p'
group by c.oid, c.relname, named.place
order by named.place

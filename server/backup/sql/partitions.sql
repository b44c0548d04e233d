-- Partitions of `feature`, which have triggers of their own.
-- Result: name text.
select c.relname::text as name
from pg_inherits i
join pg_class c on c.oid = i.inhrelid
join pg_class parent on parent.oid = i.inhparent and parent.relname = 'feature'
  and parent.relnamespace = quote_ident(current_schema())::regnamespace
order by c.relname collate "C"

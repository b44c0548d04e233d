-- Sequences that give values to the tables named: of their identity columns, their serial columns and their defaults.
-- $1 text[] names of tables in the current schema
-- Result: name text, step text (a bigint).
select s.relname::text as name, p.seqincrement::text as step
from pg_class s
join pg_sequence p on p.seqrelid = s.oid
where s.relnamespace = quote_ident(current_schema())::regnamespace and exists (
  select from pg_depend d
  join pg_class t on t.relname = any ($1) and t.relnamespace = s.relnamespace
    and t.oid = case d.classid when 'pg_attrdef'::regclass then
      (select f.adrelid from pg_attrdef f where f.oid = d.objid) else d.refobjid end
  where
    -- A sequence that belongs to a column, or one that a default names.
    (d.classid = 'pg_class'::regclass and d.objid = s.oid and d.deptype in ('a', 'i'))
    or (d.refclassid = 'pg_class'::regclass and d.refobjid = s.oid and d.classid = 'pg_attrdef'::regclass))
order by s.relname collate "C"

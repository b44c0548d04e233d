-- What PostgreSQL tells of tables without looking at a row: asked every few seconds, whatever their sizes.
-- $1 $2 text[] schemas and names
-- Result: a row for each, in order: place; fingerprint (text: of what the relation is, its columns, and whether it may be
-- read; null where it is not there); edits (numeric: rows inserted, updated and deleted so far, of all that it shows,
-- and the numbers of their files, which a truncation or a refresh changes); bases (oids of the tables that it shows);
-- is_watched (triggers note the changes of all of them); is_foreign (data of another server: PostgreSQL knows nothing of
-- its changes); replayed (numeric: how far a standby has come; null on a primary).
with recursive asked as (
  -- Not to_regclass, which fails for a schema that may not be used.
  select each.place, c.oid
  from unnest($1::text[], $2::text[]) with ordinality as each (schema, name, place)
  left join pg_namespace n on n.nspname = each.schema
  left join pg_class c on c.relnamespace = n.oid and c.relname = each.name
), part (place, oid) as (
  select place, oid from asked where oid is not null
  union
  select part.place, next.oid
  from part join pg_class c on c.oid = part.oid
  cross join lateral (
    select i.inhrelid as oid from pg_inherits i where i.inhparent = part.oid
    union all
    -- A view shows what its rule names. What a materialized view shows changes when it is refreshed.
    select d.refobjid from pg_rewrite r
    join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid and d.refclassid = 'pg_class'::regclass
    where c.relkind = 'v' and r.ev_class = part.oid and d.refobjid <> part.oid
  ) as next
), watching as (
  select coalesce((
    select has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select')
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'chengtu_watch' and c.relname = 'change'
  ), false) as may_read
), base as (
  select part.place, array_agg(c.oid order by c.oid) as bases,
    sum((pg_stat_get_tuples_inserted(c.oid) + pg_stat_get_tuples_updated(c.oid) + pg_stat_get_tuples_deleted(c.oid))::numeric
      + coalesce(pg_relation_filenode(c.oid)::bigint, 0)) as edits,
    bool_or(c.relkind = 'f') as is_foreign,
    bool_and(c.relkind in ('r', 'p') and exists (
      select from pg_trigger g join pg_proc f on f.oid = g.tgfoid join pg_namespace n on n.oid = f.pronamespace
      where g.tgrelid = c.oid and n.nspname = 'chengtu_watch' and f.proname = 'note' and g.tgenabled in ('O', 'A')
    )) as is_watched
  from part join pg_class c on c.oid = part.oid
  where c.relkind in ('r', 'p', 'm', 'f', 'v')
  group by part.place
)
select asked.place, case when c.oid is not null then md5(concat_ws('/', c.oid, c.relkind, has_table_privilege(c.oid, 'select'),
    has_schema_privilege(c.relnamespace, 'usage'),
    (select string_agg(concat_ws(' ', a.attname, a.atttypid, a.atttypmod, a.attnotnull, a.attgenerated), ',' order by a.attnum)
     from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped))) end as fingerprint,
  coalesce(base.edits, 0) as edits, coalesce(base.bases, '{}') as bases,
  coalesce(base.is_watched, false) and watching.may_read as is_watched, coalesce(base.is_foreign, false) as is_foreign,
  case when pg_is_in_recovery() then pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0') end as replayed
from asked cross join watching
left join pg_class c on c.oid = asked.oid
left join base on base.place = asked.place
order by asked.place

-- What PostgreSQL's statistics say of the columns of some relations; nothing of columns that the role may not read.
-- $1 bigint[]: oids of the relations.
-- Result, a row a column: oid bigint, name text, null_share real, distinct_values real (as pg_stats.n_distinct),
-- width int (bytes), common text[] and shares real[] (of few values; else null).
select distinct on (relation.oid, statistics.attname)
  relation.oid::bigint,
  statistics.attname::text as name,
  statistics.null_frac as null_share,
  statistics.n_distinct as distinct_values,
  statistics.avg_width as width,
  case when cardinality(statistics.most_common_freqs) <= 12 then statistics.most_common_vals::text::text[] end as common,
  case when cardinality(statistics.most_common_freqs) <= 12 then statistics.most_common_freqs end as shares
from pg_class as relation
join pg_namespace as namespace on namespace.oid = relation.relnamespace
join pg_stats as statistics
  on statistics.schemaname = namespace.nspname and statistics.tablename = relation.relname
where relation.oid = any ($1::oid[])
-- Those of a table with its children, where there are both.
order by relation.oid, statistics.attname, statistics.inherited desc

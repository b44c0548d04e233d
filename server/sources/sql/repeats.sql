-- Whether columns of a relation tell its rows apart, as far as the first rows say.
-- Places: the columns, whether one of them is null, the relation. $1 int: how many rows.
-- Result, one row: rows bigint, different bigint, nulls bigint.
select
  count(*) as rows,
  count(distinct key) as different,
  count(*) filter (where has_null) as nulls
from (select row({{columns}})::text as key, {{nulls}} as has_null from {{table}} limit $1::int) as first

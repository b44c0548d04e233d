-- Where the notes of changes stand: what comes after is new.
-- $1 oid[] tables
-- Result: one row: newest (id of the newest note, 0 where there is none), missing (bigint[]: ids shortly before it that
-- are not there, of which some may be of transactions in progress); relations (oid[]) and moments (numeric[],
-- microseconds since 1970): when each of the tables was changed last.
select newest, array(
    select id from generate_series(greatest(1, newest - 2000), newest) as id
    except select c.id from chengtu_watch.change c where c.id between newest - 2000 and newest
  ) as missing, relations, moments
from (select coalesce(max(id), 0) as newest from chengtu_watch.change) as note
cross join (
  select coalesce(array_agg(asked.relation), '{}') as relations, coalesce(array_agg(moment), '{}') as moments
  from unnest($1::oid[]) as asked (relation) cross join lateral (
    select (extract(epoch from c.at) * 1000000)::bigint as moment from chengtu_watch.change c
    where c.relation = asked.relation order by c.id desc limit 1
  ) as last
) as moment

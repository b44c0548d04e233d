-- Changes that were noted since somebody looked: one short statement, asked ten times a second.
-- $1 bigint the newest id known   $2 bigint[] older ids that were missing: their transactions may have ended meanwhile
-- Result: in the order of ids: id, relation (oid), moment (microseconds since 1970), boxes (float8[][]: four edges of each, or null); newest
-- (the newest id there is: lower than $1 where the notes have begun anew). One row with a null id where there are none.
select note.id, note.relation, (extract(epoch from note.at) * 1000000)::bigint as moment, note.boxes,
  (select coalesce(max(c.id), 0) from chengtu_watch.change c) as newest
from (select) as asked left join (
  select c.id, c.relation, c.at, c.boxes from chengtu_watch.change c
  where c.id > $1::bigint or c.id = any($2::bigint[])
  order by c.id limit 5001
) as note on true
order by note.id

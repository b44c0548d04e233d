-- Ids that a load gave more than once, in different parts.
-- $1 how many at most
-- Result: id, place of its first and of its second feature in the file.
select feature_id, first, number as second
from (
  select feature_id, number, row_number() over one as nth, min(number) over one as first
  from loading_id
  where feature_id in (select feature_id from loading_id group by feature_id having count(*) > 1)
  window one as (partition by feature_id order by number)
) as noted
where nth > 1
order by number
limit $1::int

-- Networks by id; one row of nulls where there are none. $1 id, or null for all
-- Studies and links from before 0.5.0 call the usual network `streets`: they get `roads` where there is no other `streets`.
select network_id, key, title, source, provenance, cost_unit, node_count, edge_count, warnings, imported_at,
  is_tagged, has_heights, speed_factors <> '[]' as has_hours
from (select) as asked left join network on $1::text is null or network_id = coalesce(
  (select network_id from network where network_id = $1),
  case $1 when 'streets' then 'roads' end
)
order by network_id

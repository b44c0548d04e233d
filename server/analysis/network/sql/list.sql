-- Networks by id. $1 id, or null for all
select network_id, key, title, source, provenance, cost_unit, node_count, edge_count, warnings, imported_at
from network
where $1::text is null or network_id = $1
order by network_id

-- Areas of a table, to count points in.
-- In braces, made by server/sources/table-source/hooks.ts: id, table (the relation, named t), where, flat (the geometry in
-- degrees and two dimensions)
-- Result: one row: json (text): [[feature id, GeoJSON geometry], …] in the order of ids.
select coalesce(json_agg(json_build_array(id, ST_AsGeoJSON(g, 9)::json) order by id collate "C"), '[]')::text as json
from (select {{id}} as id, {{flat}} as g from {{table}} where {{where}} offset 0) as area
where ST_Dimension(g) = 2

-- Where the geometries of a column lie, by PostgreSQL's statistics, in the table's coordinates.
-- $1 text: schema; $2 text: table; $3 text: column.
-- Result, one row: west, south, east, north double precision; nulls where there are no statistics.
select ST_XMin(box) as west, ST_YMin(box) as south, ST_XMax(box) as east, ST_YMax(box) as north
from (select ST_EstimatedExtent($1::text, $2::text, $3::text) as box) as estimated

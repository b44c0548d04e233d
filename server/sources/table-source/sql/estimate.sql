-- Where the rows of a table lie, by PostgreSQL's statistics or the root of the index.
-- $1 $2 $3 text schema, table, geometry column
-- Result: one row: west, south, east, north in the table's own coordinates; null where nothing is known.
select ST_XMin(box) as west, ST_YMin(box) as south, ST_XMax(box) as east, ST_YMax(box) as north
from (select ST_EstimatedExtent($1::text, $2::text, $3::text) as box) as estimate

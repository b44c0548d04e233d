-- $1 layer of the districts
-- Result: the box around the districts in degrees; nulls where there are none.
select ST_XMin(box) as west, ST_YMin(box) as south, ST_XMax(box) as east, ST_YMax(box) as north
from (select ST_Extent(geom) as box from feature where layer_id = $1) as city

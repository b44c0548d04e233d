-- A box in degrees.
-- $1 geometry: its outline in other coordinates, with corners in between, as its edges bend
-- Result: one row: west, south, east, north (degrees).
select ST_XMin(box) as west, ST_YMin(box) as south, ST_XMax(box) as east, ST_YMax(box) as north
from (
  select ST_Transform(ST_Segmentize($1::geometry, greatest(ST_XMax($1::geometry) - ST_XMin($1::geometry), ST_YMax($1::geometry) - ST_YMin($1::geometry)) / 32 + 1e-9), 4326) as box
) as degrees

-- A box in degrees. $1 double precision[]: west, south, east, north; $2 int: SRID of the box.
-- Result, one row: west, south, east, north double precision.
select ST_XMin(box) as west, ST_YMin(box) as south, ST_XMax(box) as east, ST_YMax(box) as north
from (
  select ST_Transform(
    ST_Segmentize(
      ST_MakeEnvelope(($1::double precision[])[1], ($1::double precision[])[2], ($1::double precision[])[3],
        ($1::double precision[])[4], $2::int),
      greatest(($1::double precision[])[3] - ($1::double precision[])[1],
        ($1::double precision[])[4] - ($1::double precision[])[2], 1e-9) / 8
    ),
    4326
  ) as box
) as transformed

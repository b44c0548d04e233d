-- What the first rows of a table hold, in the order that the database has them: no scan of the whole.
-- Places: the column as a geometry, the key as text, the relation. $1 int: how many rows.
-- Result, one row: rows bigint, nulls bigint, empties bigint, srids int[], shapes text[] (GeometryType; null where there
-- is no geometry), shape_counts bigint[] (of the shapes), dimensions int[] (ST_Zmflag), invalid bigint, invalid_keys
-- text[] (ten at most), west, south, east, north double precision (in the table's coordinates).
with rows as materialized (
  select {{geometry}} as geometry, {{key}} as key from {{table}} limit $1::int
),
shaped as (
  select
    geometry,
    key,
    geometry is not null and ST_IsEmpty(geometry) as is_empty,
    GeometryType(geometry) as shape,
    ST_SRID(geometry) as srid
  from rows
),
judged as (
  select
    *,
    -- Only areas can be invalid; curves and surfaces of solids are not looked at.
    case
      when not is_empty and shape in ('POLYGON', 'POLYGONM', 'MULTIPOLYGON', 'MULTIPOLYGONM')
      then not ST_IsValid(geometry)
      else false
    end as is_invalid
  from shaped
),
counted as (
  select shape, count(*) as count
  from judged
  where not is_empty and shape is not null
  group by shape
),
extent as (
  select ST_Extent(ST_Force2D(geometry)) as box from judged where not is_empty
)
select
  (select count(*) from judged) as rows,
  (select count(*) from judged where geometry is null) as nulls,
  (select count(*) from judged where is_empty) as empties,
  (select array_agg(distinct srid) from judged where srid is not null) as srids,
  (select array_agg(shape order by count desc, shape) from counted) as shapes,
  (select array_agg(count order by count desc, shape) from counted) as shape_counts,
  (select array_agg(distinct ST_Zmflag(geometry)::int) from judged where geometry is not null) as dimensions,
  (select count(*) from judged where is_invalid) as invalid,
  (select array_agg(key) from (select key from judged where is_invalid limit 10) as first) as invalid_keys,
  ST_XMin(extent.box) as west,
  ST_YMin(extent.box) as south,
  ST_XMax(extent.box) as east,
  ST_YMax(extent.box) as north
from extent

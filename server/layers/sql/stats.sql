-- What the database holds of some layers.
-- $1 text[] layer ids
-- Result: a row for each layer and provenance with features: layer_id, provenance, count, west, south, east, north
-- (degrees). One row of nulls where none has any.
select held.* from (select) as asked left join (
  select layer_id, provenance, count(*) as count,
    ST_XMin(ST_Extent(geom)) as west, ST_YMin(ST_Extent(geom)) as south,
    ST_XMax(ST_Extent(geom)) as east, ST_YMax(ST_Extent(geom)) as north
  from feature
  where layer_id = any ($1::text[]) and visibility = 'public' and is_placed(geom)
  group by layer_id, provenance
) as held on true

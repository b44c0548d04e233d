-- Lines and areas of one layer in a tile, filtered or of a past moment.
-- $1 text       layer id
-- $2 text[]     attributes that travel          $3 text[]  other attributes that the layer has
-- $4 boolean    whether an area has `label: true` in the tile that names it
-- $5 int        units that corners of areas are snapped to
-- $6 boolean    whether the matrix set is geographic (CGCS2000Quad)   $7 $8 $9   z, x, y
-- source        features f near seen.reach, with the condition that joins them
-- condition     what holds for those that are shown
-- in_time       check of time (server/platform/db/time-check.ts)
-- Result: rows as tile_shapes gives them: fid, id, provenance, tags, geom.
with seen as materialized (
  select (p.part).world, (p.part).level, (p.part).box as reach, tile_frame(p.part, $6::boolean, $8::int, $9::int) as frame
  from (select tile_parts($6::boolean, $7::int, $8::int, $9::int) as part) as p
)
select f.fid, f.feature_id as id, f.provenance,
  tile_tags(f.attributes, $2::text[], $3::text[], $2::text[] || $3::text[]) || case
    when $4::boolean and whole.dimension = 2 and is_in_box(ST_PointOnSurface(whole.shape), (seen.frame).tile)
    then '{"label": true}'::jsonb else '{}' end as tags,
  case whole.dimension when 2 then ST_ForcePolygonCCW(shown.geom) else shown.geom end as geom
from seen join {{source}}
cross join lateral (
  select case when $6::boolean then f.geom else f.geom_3857 end as shape, shape_dimension(f.geom_3857) as dimension
  offset 0
) as whole
cross join lateral (
  select 1 / (seen.frame).unit as per_metre, case when $6::boolean then 180 else 20037508.342789244 end / (seen.frame).unit as world_x,
    case when $6::boolean then 90 else 20037508.342789244 end / (seen.frame).unit as world_y
) as scale
cross join lateral (
  select shape_in_units(whole.shape, whole.dimension, (seen.frame).clip, 1 / (seen.frame).unit,
    -(seen.frame).west / (seen.frame).unit, (seen.frame).north / (seen.frame).unit,
    case when $5::int > 1 then (seen.frame).unit * $5::int / 2 end, $5::int) as geom
  offset 0
) as snapped
cross join lateral (
  select case
    when is_shape_left(snapped.geom, whole.dimension) then snapped.geom
    when may_be_thin(whole.shape, whole.dimension, scale.per_metre, scale.world_x, scale.world_y, $5::int)
    then thin_in_units($1::text, f.fid, whole.shape, whole.dimension, (seen.frame).clip, scale.per_metre, -(seen.frame).west / (seen.frame).unit,
      (seen.frame).north / (seen.frame).unit, scale.world_x, scale.world_y, seen.level, $5::int) end as geom
  offset 0
) as shown
where f.visibility = 'public' and {in_time} and ({{condition}}) and shown.geom is not null
order by abs(seen.world), seen.world, f.fid

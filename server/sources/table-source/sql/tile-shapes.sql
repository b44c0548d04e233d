-- Lines and areas of a table in one part of a tile, drawn as the service's own are (data/functions/tile_shapes.sql).
-- In braces, made by server/sources/table-source/tile.ts:
-- table       the relation, named t                  where    what holds for the rows near the tile
-- shape       a geometry in the coordinates of the tile's grid, in two dimensions
-- dimension   that of a shape                        simple   the shape, simplified where it is a line
-- clip, place, snap   ends, scale and steps of the tile
-- may_be_thin whether a shape that snapping leaves nothing of may be shown all the same; thin   what is shown of it
-- Result: rows for ST_AsMVT, with world.
select {{world}} as world, {{fid}} as "chengtu fid", {{singles}}, shown.geom as "chengtu geom"
from {{table}}
cross join lateral (select {{shape}} as shape offset 0) as own
cross join lateral (select {{dimension}} as dimension offset 0) as kind
cross join lateral (
  select ST_SnapToGrid(ST_Affine(ST_ClipByBox2D({{simple}}, {{clip}}), {{place}}), {{snap}}) as geom offset 0
) as snapped
cross join lateral (
  select case
    when not ST_IsEmpty(snapped.geom) and ST_Dimension(snapped.geom) = kind.dimension and (kind.dimension < 2 or ST_Area(snapped.geom) > 0) then snapped.geom
    when kind.dimension > 0 and ({{may_be_thin}}) then ({{thin}}) end as geom
  offset 0
) as drawn
cross join lateral (select case when kind.dimension = 2 then ST_ForcePolygonCCW(drawn.geom) else drawn.geom end as geom) as shown
where {{where}} and kind.dimension > 0 and drawn.geom is not null

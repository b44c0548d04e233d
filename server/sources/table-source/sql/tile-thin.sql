-- An area or a line of which snapping leaves nothing, drawn where it was shown before, as thin_in_units draws the
-- service's own (data/functions/tile_thin.sql): a part of tile-shapes.sql, one geometry or null.
-- In braces: clip and place as there; units (a unit's number to one of the shape's own), world_x and world_y (where the
-- origin of its coordinates lies in units of the whole world), coarse (units that areas are snapped to), step (those of
-- this shape), level (of the tile); others (the relation), column (its geometry) and other_key (that a row is not this one)
select case
  when part.geom is null or ST_IsEmpty(part.geom) or ST_Dimension(part.geom) <> kind.dimension then null
  when kind.dimension = 1 then case when ST_IsEmpty(fine.geom) then (
    select ST_MakeLine(point, ST_Translate(point, 1, 0))
    from (select ST_SnapToGrid(ST_StartPoint(ST_GeometryN(part.geom, 1)), 1) as point) as first
  ) else fine.geom end
  when ST_Area(fine.geom) > 0 then fine.geom
  else ST_SnapToGrid(ST_Buffer(part.geom, 1, 'quad_segs=1'), 1) end
from (
  select ST_XMin(own.shape) * {{units}} + {{world_x}} as west, ST_XMax(own.shape) * {{units}} + {{world_x}} as east,
    {{world_y}} - ST_YMax(own.shape) * {{units}} as north, {{world_y}} - ST_YMin(own.shape) * {{units}} as south
) as edge
cross join lateral (select ST_Affine(ST_ClipByBox2D(own.shape, {{clip}}), {{place}}) as geom offset 0) as part
cross join lateral (select ST_SnapToGrid(part.geom, 1) as geom offset 0) as fine
cross join lateral (
  select ST_Affine(own.shape, {{units}}, 0, 0, -{{units}}, {{world_x}}, {{world_y}}) as geom offset 0
) as whole
where case when greatest(east - west, south - north) >= 4 * {{coarse}}
  then kind.dimension = 2 and ST_Area(own.shape) * {{units}} < {{step}} * ST_Perimeter(own.shape)
  else not coalesce((
    select not ST_IsEmpty(geom) and ST_Dimension(geom) = kind.dimension and (kind.dimension < 2 or ST_Area(geom) > 0)
    from (
      select ST_SnapToGrid(
        case when kind.dimension = 1 and {{coarse}} > 1 then ST_Simplify(whole.geom, {{coarse}} / 2.0) else whole.geom end, {{step}}) as geom
    ) as here
  ), false) and exists (
    select
    from (
      select scale from (select 2.0::float8 ^ up as scale from generate_series(1, {{level}}) as up) as zoom
      -- Nothing is left where the box is not parted already.
      where case kind.dimension
        when 2 then round(east / ({{step}} * scale)) > round(west / ({{step}} * scale))
          and round(south / ({{step}} * scale)) > round(north / ({{step}} * scale))
        else round(east / scale) > round(west / scale) or round(south / scale) > round(north / scale) end
      offset 0
    ) as coarser
    cross join lateral generate_series(floor((west / scale - 64) / 4096)::int, floor((east / scale + 64) / 4096)::int) as x
    cross join lateral generate_series(floor((north / scale - 64) / 4096)::int, floor((south / scale + 64) / 4096)::int) as y
    cross join lateral (
      select ST_SnapToGrid(
        ST_ClipByBox2D(whole.geom, ST_MakeEnvelope((x * 4096.0 - 64) * scale, (y * 4096.0 - 64) * scale, (x * 4096.0 + 4160) * scale, (y * 4096.0 + 4160) * scale, ST_SRID(whole.geom))),
        {{step}} * scale) as geom offset 0
    ) as snapped
    where not ST_IsEmpty(snapped.geom) and ST_Dimension(snapped.geom) = kind.dimension and (kind.dimension < 2 or ST_Area(snapped.geom) > 0)
  ) and not (kind.dimension = 2 and exists (
    select from {{others}} as other
    where other.{{column}} && t.{{column}} and {{other_key}}
      and ST_DWithin(ST_Points(other.{{column}}::geometry), ST_Points(t.{{column}}::geometry), 0)
  )) end

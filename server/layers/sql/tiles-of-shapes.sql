-- Tiles of one layer of lines or areas as of now, unfiltered, as tiles-of-points.sql makes those of points.
-- In braces, constants (server/layers/feature-table/tile.ts): layer, keys, dropped and known as there; labelled (whether
-- an area has `label: true` in the tile that names it)
-- $1 int    z of WebMercatorQuad
-- $2 int    units that corners of areas are snapped to
-- $3 int[]  x, one a tile, and $4 int[]  y: none of the first or last column or row
-- Result: as there.
select asked.place::int as place, encode((
  select ST_AsMVT(f, {{layer}}, 4096, 'geom', 'fid')
  from shapes_of_part({{layer}}, {{keys}}, {{dropped}}, {{known}}, {{labelled}}, $2::int, false, edge.box, edge.clip, edge.tile,
    edge.within_tile, 1 / edge.unit, -edge.west / edge.unit, edge.north / edge.unit,
    case when $2::int > 1 then edge.unit * $2::int / 2 end, 20037508.342789244 * (1 / edge.unit),
    20037508.342789244 * (1 / edge.unit), $1::int) as f
), 'base64') as tile, (select l.revision from layer l where l.layer_id = {{layer}}) as revision
from unnest($3::int[], $4::int[]) with ordinality as asked (x, y, place)
cross join lateral (
  select (part).box, (frame).*, ST_Expand((frame).tile, -(frame).unit) as within_tile
  from (
    select part, tile_frame(part, false, asked.x, asked.y) as frame
    from (select tile_part(false, $1::int, asked.x, asked.y, 0) as part offset 0) as own
    offset 0
  ) as framed
  offset 0
) as edge

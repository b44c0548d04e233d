-- Points of a table in a tile. Cells of more than a number of points are clusters, by the grid and the rule of the
-- service's own layers (tiles/tile/pyramid.ts). Nothing of ours is in the database: all is plain SQL.
-- In braces, made by server/sources/table-source/tile.ts:
-- near        rows near the tile: the columns that are needed as they are, "chengtu w" (world), "chengtu x" and "chengtu y"
--             (positions of 30 bits; null for what is no single point), "chengtu u" and "chengtu v" (units of the tile's
--             grid), "chengtu m" (members of a multi-point at their places)
-- counted     cells that are clusters: world, cell, count, sum_x, sum_y, s0 … (tile-counted.sql, or what is known of them)
-- cell        number of the cell that a position lies in
-- u, v        a position in units of the grid
-- fid, singles, clusters    the columns of a feature (of a row t) and of a cluster
-- several     another part for multi-points, or nothing
-- position    the middle of a cluster, in units of the grid   seen    what the tile shows of each world
-- Result: rows for ST_AsMVT: "chengtu fid", "chengtu geom", id, provenance, and the attributes by their names.
with near as materialized (
  {{near}}
), counted as materialized (
  {{counted}}
), cluster as (
  select counted.*, (cell >> 26)::int as cx, (cell & 67108863)::int as cy from counted
), shown as (
  select "chengtu w" as world, {{fid}} as "chengtu fid", {{singles}}, ST_MakePoint({{u}} + seen.dx, {{v}} + seen.dy) as "chengtu geom"
  from near as t join {{seen}} on seen.world = "chengtu w"
  where "chengtu x" is not null and {{u}} >= seen.west and {{u}} < seen.east and {{v}} >= seen.north and {{v}} < seen.south
    and ("chengtu w", {{cell}}) not in (select world, cell from counted)
  {{several}}
  union all
  select cluster.world, 4503599627370496 + spread.id, {{clusters}}, ST_MakePoint(place.u + seen.dx, place.v + seen.dy)
  from cluster join {{seen}} using (world)
  cross join lateral (select {{position}}) as place
  cross join lateral (select (cx | (cx::bigint << 16)) & 281470681808895 as x, (cy | (cy::bigint << 16)) & 281470681808895 as y) as s1
  cross join lateral (select (s1.x | (s1.x << 8)) & 71777214294589695 as x, (s1.y | (s1.y << 8)) & 71777214294589695 as y) as s2
  cross join lateral (select (s2.x | (s2.x << 4)) & 1085102592571150095 as x, (s2.y | (s2.y << 4)) & 1085102592571150095 as y) as s3
  cross join lateral (select (s3.x | (s3.x << 2)) & 3689348814741910323 as x, (s3.y | (s3.y << 2)) & 3689348814741910323 as y) as s4
  cross join lateral (select ((s4.x | (s4.x << 1)) & 6148914691236517205) | (((s4.y | (s4.y << 1)) & 6148914691236517205) << 1) as id) as spread
  where place.u >= seen.west and place.u < seen.east and place.v >= seen.north and place.v < seen.south
)
select "chengtu fid", {{names}}, "chengtu geom" from shown
order by abs(world), world, "chengtu fid"

-- Points of one layer in a tile, filtered or of a past moment. The pyramid counts only all points as of now, so this
-- statement counts by the same rule: a cell with more than $5 points is a cluster.
-- $1 text       layer id
-- $2 text[]     attributes that travel          $3 text[]  other attributes that the layer has
-- $4 text[]     attributes that clusters add up
-- $5 int        how many points a cell may hold before it is a cluster
-- $6 boolean    whether the matrix set is geographic (CGCS2000Quad)   $7 $8 $9   z, x, y
-- source        features f near seen.reach, with the condition that joins them
-- condition     what holds for those that are shown
-- in_time       check of time (server/platform/db/time-check.ts)
-- Result: rows as tile_points gives them: fid, id, provenance, tags, geom.
with seen as materialized (
  select p.part, (p.part).world, (p.part).level, part_reach(p.part) as reach, 26 - (p.part).level as shift, (1::bigint << (p.part).level + 12)::float8 as width
  from (select tile_parts($6::boolean, $7::int, $8::int, $9::int) as part) as p
-- At low zooms these are all features of the layer: the less of each is kept the better.
), chosen as materialized (
  select seen.world, f.fid, f.feature_id, f.provenance, f.attributes,
    case when is_single_point(f.geom_3857) then grid_x(f.geom_3857) >> seen.shift end as cx,
    grid_y(f.geom_3857) >> seen.shift as cy, grid_x(f.geom_3857) as gx, grid_y(f.geom_3857) as gy,
    unit_x(f.geom, f.geom_3857, $6::boolean, seen.width) as u, unit_y(f.geom, f.geom_3857, $6::boolean, seen.width) as v,
    case when not is_single_point(f.geom_3857) then tile_multipoint(f.geom, f.geom_3857, $6::boolean, seen.part, $8::int * 4096::bigint, $9::int * 4096::bigint) end as several
  from seen join {{source}}
  where f.visibility = 'public' and {in_time} and ({{condition}})
), cluster as materialized (
  select world, cx, cy, count(*) as count, sum(gx)::bigint as sum_x, sum(gy)::bigint as sum_y,
    (array[sum(numbers[1]), sum(numbers[2]), sum(numbers[3]), sum(numbers[4])])[1:cardinality($4::text[])] as sums
  from chosen cross join lateral attribute_numbers(attributes, $4::text[]) as numbers
  where cx is not null
  group by world, cx, cy
  having count(*) > $5::int
), summed as materialized (
  select coalesce(array_agg('sum_' || key order by n), '{}') as names, coalesce(array_agg(n::int order by n), '{}') as positions
  from unnest($4::text[]) with ordinality as kept (key, n)
), shown as (
  select c.world, c.fid, c.feature_id, c.provenance, tile_tags(c.attributes, $2::text[], $3::text[], $2::text[] || $3::text[]) as tags, c.u, c.v, c.several, c.cx is not null as single
  from chosen c
  where not exists (select from cluster k where k.world = c.world and k.cx = c.cx and k.cy = c.cy)
  union all
  select k.world, cluster_id(k.cx, k.cy), null, null, cluster_tags(k.count, k.sums, summed.names, summed.positions),
    cluster_x(k.count, k.sum_x, seen.level + 12), cluster_y(k.count, k.sum_y, seen.level + 12, $6::boolean), null, true
  from cluster k join seen using (world) cross join summed
)
select shown.fid, shown.feature_id as id, shown.provenance, shown.tags, place.geom
from shown join seen using (world)
cross join lateral (
  select case when not single then several
    when u >= (part).west and u < (part).east and v >= (part).north and v < (part).south
    then ST_MakePoint(u + (part).shift - $8::int * 4096::bigint, v - $9::int * 4096::bigint) end as geom
) as place
where place.geom is not null
order by abs(world), world, fid

-- Points of one layer in a tile, filtered or of a past moment. They are counted here by the rule of the pyramid, which
-- knows all points of now only: cells of more than a number of points are clusters.
-- $1 text       layer id
-- $2 text[]     attributes that travel          $3 text[]  other attributes that the layer has
-- $4 text[]     attributes that clusters add up
-- $5 int        how many points a cell may hold before it is a cluster
-- $6 boolean    whether the grid is geographic  $7 $8 $9   z, x, y
-- source        features f near seen.reach, with the condition that joins them
-- condition     what holds for those that are shown
-- Result: rows as tile_points gives them: fid, id, provenance, tags, geom.
with seen as materialized (
  select p.part, (p.part).world, (p.part).level, part_reach(p.part) as reach, 1::bigint << (p.part).level + 12 as width
  from (select tile_parts($6::boolean, $7::int, $8::int, $9::int) as part) as p
), chosen as materialized (
  select seen.part, seen.world, seen.level, seen.width, f.fid, f.feature_id, f.provenance, f.attributes, f.geom, f.geom_3857,
    is_single_point(f.geom_3857) as single, grid_x(f.geom_3857) as gx, grid_y(f.geom_3857) as gy
  from seen join {{source}}
  where f.visibility = 'public' and ({{condition}})
), cluster as materialized (
  select part, world, level, gx >> 26 - level as cx, gy >> 26 - level as cy, count(*) as count, sum(gx)::bigint as sum_x, sum(gy)::bigint as sum_y,
    (array[sum(numbers[1]), sum(numbers[2]), sum(numbers[3]), sum(numbers[4])])[1:cardinality($4::text[])] as sums
  from chosen cross join lateral attribute_numbers(attributes, $4::text[]) as numbers
  where single
  group by part, world, level, gx >> 26 - level, gy >> 26 - level
  having count(*) > $5::int
), placed as (
  select c.world, c.part, c.fid, c.feature_id as id, c.provenance, c.attributes, c.single,
    unit_x(c.geom, c.geom_3857, $6::boolean, c.width) as u, unit_y(c.geom, c.geom_3857, $6::boolean, c.width) as v,
    case when not c.single then tile_multipoint(c.geom, c.geom_3857, $6::boolean, c.part, $8::int * 4096::bigint, $9::int * 4096::bigint) end as several
  from chosen c
  where not c.single or not exists (
    select from cluster k where k.world = c.world and k.cx = c.gx >> 26 - c.level and k.cy = c.gy >> 26 - c.level)
  offset 0
), gathered as (
  select k.world, k.part, cluster_id(k.cx, k.cy) as fid, cluster_tags(k.count, k.sums, $4::text[], $4::text[]) as tags,
    cluster_x(k.count, k.sum_x, k.level + 12) as u, cluster_y(k.count, k.sum_y, k.level + 12, $6::boolean) as v
  from cluster k
  offset 0
)
select fid, id, provenance, tags, geom
from (
  select world, part, fid, id, provenance, tile_tags(attributes, $2::text[], $3::text[], $2::text[] || $3::text[]) as tags, u, v, several as geom, single from placed
  union all
  select world, part, fid, null, null, tags, u, v, null, true from gathered
) as shown (world, part, fid, id, provenance, tags, u, v, several, single)
cross join lateral (
  select case when not single then several
    when u >= (part).west and u < (part).east and v >= (part).north and v < (part).south
    then ST_MakePoint(u + (part).shift - $8::int * 4096::bigint, v - $9::int * 4096::bigint) end as geom
) as place
where geom is not null
order by abs(world), world, fid

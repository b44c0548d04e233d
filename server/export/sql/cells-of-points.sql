select x >> 26 - $2::int as cx, y >> 26 - $2::int as cy, count(*) as count, min(x) as west, max(x) as east, min(y) as north, max(y) as south
from (
  select grid_x(f.geom_3857) as x, grid_y(f.geom_3857) as y from feature f
  where f.layer_id = $1::text and f.visibility = 'public' and is_single_point(f.geom_3857) and is_placed(f.geom)
  offset 0
) as placed
group by 1, 2

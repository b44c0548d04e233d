select cx >> 1 as cx, cy >> 1 as cy, sum(count)::bigint as count, min(west) as west, max(east) as east, min(north) as north,
  max(south) as south
from {{finer}} group by 1, 2

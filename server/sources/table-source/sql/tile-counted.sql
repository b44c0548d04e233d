-- Cells near a tile that hold more than a number of points: a part of tile-points.sql.
-- In braces: cell as there; most (how many points a cell may hold before it is a cluster); sums (sums over its points)
  select world, {{cell}} as cell, count(*) as count, sum(gx)::bigint as sum_x, sum(gy)::bigint as sum_y{{sums}}
  from near where gx is not null
  group by world, {{cell}}
  having count(*) > {{most}}

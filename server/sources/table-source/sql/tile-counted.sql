-- Cells near a tile that hold more than a number of points: a part of tile-points.sql.
-- In braces: cell as there; most (how many points a cell may hold before it is a cluster); sums (sums over its points)
  select "chengtu w" as world, {{cell}} as cell, count(*) as count, sum("chengtu x")::bigint as sum_x, sum("chengtu y")::bigint as sum_y{{sums}}
  from near as t where "chengtu x" is not null
  group by "chengtu w", {{cell}}
  having count(*) > {{most}}

-- needs: pyramid_cells

-- Counts a layer anew, level by level, and returns the cells that differ. For tests and for doubts.
create or replace function check_pyramid(layer text)
returns table (problem text, z int, cx int, cy int, count bigint, sum_x bigint, sum_y bigint, sums numeric[])
language sql stable as $$
  with cell as materialized (
    select level, gx >> (26 - level) as cx, gy >> (26 - level) as cy,
      count(*) as count, sum(gx)::bigint as sum_x, sum(gy)::bigint as sum_y,
      (array[sum(numbers[1]), sum(numbers[2]), sum(numbers[3]), sum(numbers[4])])[1:max(cardinality(numbers))] as sums
    from cell_points(layer, -4, 0, 0) cross join generate_series(0, 22) as level
    group by 1, 2, 3
  ), expected as (
    select c.* from cell c
    where c.level = 0 or exists (
      select from cell p where p.level = c.level - 1 and p.cx = c.cx >> 1 and p.cy = c.cy >> 1 and p.count > 8)
  ), found as (
    select p.z::int, p.cx, p.cy, p.count, p.sum_x, p.sum_y, p.sums from pyramid p where p.layer_id = layer
  )
  select 'missing', * from (select * from expected except all select * from found) as missing
  union all
  select 'wrong', * from (select * from found except all select * from expected) as wrong
$$;

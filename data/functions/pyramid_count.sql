-- needs: pyramid_cells

-- Writes the cells below one cell that holds more than 8 points and has none below it yet. At level -4 it writes all
-- cells from level 0 on.
--
-- A point's last cell is found without counting level by level. In the order of the quadtree the points of any cell
-- stand together, so a cell of more than 8 points holds two that stand 8 apart.
create or replace function fill_cell(layer text, top int, top_x int, top_y int) returns void language plpgsql
set plan_cache_mode = force_generic_plan set work_mem = '128MB' as $$
declare
  -- 10 bits, pulled apart as cell_key does it. The table pays for many points only.
  spread constant bigint[] := case when top < 0 then
    array(select cell_key(n, 0) from generate_series(0, 1023) as n order by n) end;
  parts constant int := (select cardinality(l.sums) from layer l where l.layer_id = layer);
  -- The whole world is added up level by level. A single cell has few points, which are added to all levels at once.
  all_levels constant boolean := top >= 0;
begin
  insert into pyramid (layer_id, z, cx, cy, count, sum_x, sum_y, sums)
  select layer, level, gx >> (26 - level), gy >> (26 - level), count(*), sum(gx), sum(gy),
    (array[sum(numbers[1]), sum(numbers[2]), sum(numbers[3]), sum(numbers[4])])[1:parts]
  from (
    select gx, gy, numbers,
      least(22, greatest(0, top + 1,
        1 + max(joint) over (order by key rows between 8 preceding and current row))) as leaf
    from (
      select gx, gy, numbers, key,
        -- The last level where a point and the eighth after it are in the same cell: 26 less the bits of their
        -- difference. A half more than a whole number keeps the logarithm off the edge.
        25 - floor(ln(((gx # lead(gx, 8) over (order by key)) | (gy # lead(gy, 8) over (order by key))) + 0.5::float8)
          / ln(2::float8))::int as joint
      from (
        select gx, gy, numbers,
          case when spread is null then cell_key(gx, gy) else
            spread[(gx & 1023) + 1] | (spread[(gx >> 10 & 1023) + 1] << 20) | (spread[(gx >> 20) + 1] << 40)
            | (spread[(gy & 1023) + 1] << 1) | (spread[(gy >> 10 & 1023) + 1] << 21) | (spread[(gy >> 20) + 1] << 41)
          end as key
        from cell_points(layer, top, top_x, top_y)
      ) as ordered
    ) as compared
  ) as placed
  cross join lateral generate_series(case when all_levels then greatest(0, top + 1) else leaf end, leaf) as level
  group by level, gx >> (26 - level), gy >> (26 - level);
  if all_levels then
    return;
  end if;
  for level in reverse 21 .. 0 loop
    insert into pyramid (layer_id, z, cx, cy, count, sum_x, sum_y, sums)
    select layer, level, p.cx >> 1, p.cy >> 1, sum(p.count), sum(p.sum_x), sum(p.sum_y),
      (array[sum(p.sums[1]), sum(p.sums[2]), sum(p.sums[3]), sum(p.sums[4])])[1:parts]
    from pyramid p
    where p.layer_id = layer and p.z = level + 1
    group by p.cx >> 1, p.cy >> 1;
  end loop;
end $$;

-- Removes all cells below one. It goes down level by level, as the index finds a cell's children, not its descendants.
create or replace function clear_below(layer text, top int, top_x int, top_y int) returns void language plpgsql
set plan_cache_mode = force_generic_plan set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off
  set jit = off as $$
begin
  with recursive below (z, cx, cy) as (
    select p.z::int, p.cx, p.cy
    from (values (0, 0), (0, 1), (1, 0), (1, 1)) as part (dx, dy)
    cross join lateral (
      select p.z, p.cx, p.cy from pyramid p
      where p.layer_id = layer and p.z = top + 1 and p.cx = top_x * 2 + dx and p.cy = top_y * 2 + dy
      offset 0
    ) as p
    union all
    select p.z::int, p.cx, p.cy
    from below b
    cross join (values (0, 0), (0, 1), (1, 0), (1, 1)) as part (dx, dy)
    cross join lateral (
      select p.z, p.cx, p.cy from pyramid p
      where p.layer_id = layer and p.z = b.z + 1 and p.cx = b.cx * 2 + dx and p.cy = b.cy * 2 + dy
      offset 0
    ) as p
  )
  delete from pyramid p using below b where p.layer_id = layer and p.z = b.z and p.cx = b.cx and p.cy = b.cy;
end $$;

-- Counts a layer anew. For loads, which switch the triggers' counting off by
-- set_config('chengtu.defer_pyramid', 'on', true), and after changes that no trigger saw.
create or replace function rebuild_pyramid(layer text) returns void language plpgsql as $$
begin
  perform from layer l where l.layer_id = layer for update;
  delete from pyramid_pending w where w.layer_id = layer;
  delete from pyramid p where p.layer_id = layer;
  perform fill_cell(layer, -4, 0, 0);
end $$;

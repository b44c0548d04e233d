-- Marks cells to be counted anew when the transaction ends. Beyond 1,000 cells the whole layer is counted.
create or replace function put_off(cells pyramid_cell[]) returns void language plpgsql as $$
begin
  insert into pyramid_pending select c.layer_id, c.z, c.cx, c.cy from unnest(cells) as c on conflict do nothing;
  insert into pyramid_pending
  select w.layer_id, -4, 0, 0 from pyramid_pending w
  where w.layer_id in (select layer_id from unnest(cells)) group by w.layer_id having count(*) > 1000
  on conflict do nothing;
end $$;

-- Adds the points that came, and subtracts those that went, in every cell that exists. Where a cell passes 8 points,
-- the cells below it cannot be known yet: another part of the same statement may bring more points, as in `insert … on
-- conflict do update`. So they are counted when the transaction ends (pyramid_settle.sql).
create or replace function apply_deltas(deltas pyramid_delta[]) returns void language plpgsql
set plan_cache_mode = force_generic_plan set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off
  set jit = off as $$
declare
  emptied pyramid_cell[];
  passed pyramid_cell[];
begin
  with point as materialized (
    select d.layer_id, d.gx, d.gy, d.n, d.numbers, coalesce((
      select min(w.z) from pyramid_pending w where w.layer_id = d.layer_id and d.gx >> (26 - w.z) = w.cx
        and d.gy >> (26 - w.z) = w.cy
    ), 22) as last_level
    from unnest(deltas) as d
  ), change as materialized (
    select layer_id, z::smallint as z, gx >> (26 - z) as cx, gy >> (26 - z) as cy,
      sum(n) as count, sum(n * gx::bigint)::bigint as sum_x, sum(n * gy::bigint)::bigint as sum_y,
      (array[coalesce(sum(n * numbers[1]), 0), coalesce(sum(n * numbers[2]), 0), coalesce(sum(n * numbers[3]), 0),
        coalesce(sum(n * numbers[4]), 0)])[1:max(cardinality(numbers))] as sums
    from point cross join lateral generate_series(0, last_level) as z
    group by 1, 2, 3, 4
    having sum(n) <> 0 or sum(n * gx::bigint) <> 0 or sum(n * gy::bigint) <> 0
      or sum(n * numbers[1]) <> 0 or sum(n * numbers[2]) <> 0 or sum(n * numbers[3]) <> 0 or sum(n * numbers[4]) <> 0
  ), changed as (
    update pyramid p
    set count = p.count + c.count, sum_x = p.sum_x + c.sum_x, sum_y = p.sum_y + c.sum_y,
      sums = case when p.sums = '{}' then p.sums else array(select a + b from unnest(p.sums, c.sums) as sum (a, b)) end
    from change c
    where p.layer_id = c.layer_id and p.z = c.z and p.cx = c.cx and p.cy = c.cy
    returning p.layer_id, p.z, p.cx, p.cy, p.count - c.count as before, p.count as after
  ), added as (
    insert into pyramid as p (layer_id, z, cx, cy, count, sum_x, sum_y, sums)
    select c.layer_id, c.z, c.cx, c.cy, c.count, c.sum_x, c.sum_y, c.sums
    from change c
    where c.count > 0
      and not exists (select from pyramid p where p.layer_id = c.layer_id and p.z = c.z and p.cx = c.cx and p.cy = c.cy)
      and (c.z = 0 or exists (
        select from pyramid p where p.layer_id = c.layer_id and p.z = c.z - 1 and p.cx = c.cx >> 1 and p.cy = c.cy >> 1
          and p.count > 8))
    returning p.layer_id, p.z, p.cx, p.cy, 0::bigint as before, p.count as after
  )
  select array_agg((layer_id, z, cx, cy)::pyramid_cell) filter (where after = 0),
    array_agg((layer_id, z, cx, cy)::pyramid_cell) filter (where z < 22 and (before > 8) <> (after > 8))
  into emptied, passed
  from (select * from changed union all select * from added) as touched;
  if emptied is not null then
    delete from pyramid p using unnest(emptied) as c where p.layer_id = c.layer_id and p.z = c.z and p.cx = c.cx
      and p.cy = c.cy;
  end if;
  if passed is not null then
    perform put_off(passed);
  end if;
end $$;

-- Follows a statement cell by cell, or counts the layer anew where that costs less.
-- layers: those that the statement touched. deltas: cut off after 20,001.
create or replace function follow_points(layers text[], deltas pyramid_delta[]) returns void language plpgsql as $$
declare
  large text[];
begin
  if cardinality(deltas) = 0 then
    return;
  end if;
  if cardinality(deltas) > 20000 then
    large := layers;
  elsif cardinality(deltas) > 200 then
    large := array(
      select d.layer_id from unnest(deltas) as d group by d.layer_id
      having count(*) > greatest(200, (select sum(p.count) / 50 from pyramid p where p.layer_id = d.layer_id
        and p.z = 0)));
  end if;
  if cardinality(large) > 0 then
    perform put_off(array(select (id, -4, 0, 0)::pyramid_cell from unnest(large) as id));
    if cardinality(deltas) > 20000 then
      return;
    end if;
  end if;
  perform apply_deltas(deltas);
end $$;

-- Whether the pyramid follows this statement. Locks the rows of the layers, so that one transaction at a time counts.
create or replace function may_follow(layers text[]) returns boolean language plpgsql as $$
begin
  if current_setting('chengtu.defer_pyramid', true) = 'on' then
    return false;
  end if;
  perform from layer l where l.layer_id = any (layers) order by l.layer_id for update;
  return true;
end $$;

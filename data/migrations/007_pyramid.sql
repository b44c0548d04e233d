-- The pyramid: how many points lie in each cell of a quadtree, with their mean position and sums of their attributes.
-- Tiles read it where points lie too close to be shown one by one.
--
-- Level z (0 to 22) has 16 × 16 cells to a Web Mercator tile of zoom z. A cell is written down where it holds points and
-- lies on level 0, or its parent holds more than 8: so there are about as many cells as points, whatever their density.
-- Only features count that are public and one point each; those of several points are always drawn as they are.
--
-- Positions are whole numbers of 30 bits from the world's north-western corner, and sums are exact, so that a pyramid
-- that followed its features through any number of edits is the one that counting anew would give.

-- Attributes that a layer's clusters add up, at most four: set by set_layer_sums.
alter table layer add column sums text[] not null default '{}';

create table pyramid (
  layer_id text collate "C" not null,
  z smallint not null,
  cx int not null,
  cy int not null,
  count bigint not null,
  -- Sums of the positions; divided by count they are the middle.
  sum_x bigint not null,
  sum_y bigint not null,
  -- In the order of layer.sums.
  sums numeric[] not null,
  primary key (layer_id, z, cx, cy)
) with (fillfactor = 85);

-- Cells whose descendants will be counted anew before the transaction ends. Level -4 is the whole world. Empty but
-- inside a transaction.
create table pyramid_pending (
  layer_id text collate "C" not null,
  z smallint not null,
  cx int not null,
  cy int not null,
  primary key (layer_id, z, cx, cy)
);

-- For the features that the pyramid leaves out.
create index feature_multipoints on feature using gist (geom_3857)
  where GeometryType(geom_3857) = 'MULTIPOINT' and ST_NumGeometries(geom_3857) > 1;

-- These four are inlined into the statements that call them.

create function is_single_point(geom geometry) returns boolean language sql immutable parallel safe as $$
  select (GeometryType(geom) = 'POINT' or GeometryType(geom) = 'MULTIPOINT' and ST_NumGeometries(geom) = 1) and not ST_IsEmpty(geom)
$$;

-- Positions beyond the square world, at the poles, are taken to its edge. ST_XMin reads multi-points too.
create function grid_x(geom geometry) returns int language sql immutable parallel safe as $$
  select greatest(0, least(1073741823, floor((ST_XMin(geom) + 20037508.342789244) / 40075016.685578488 * 1073741824)))::int
$$;

create function grid_y(geom geometry) returns int language sql immutable parallel safe as $$
  select greatest(0, least(1073741823, floor((20037508.342789244 - ST_YMin(geom)) / 40075016.685578488 * 1073741824)))::int
$$;

-- Whatever is no number adds nothing.
create function jsonb_number(value jsonb) returns numeric language sql immutable parallel safe as $$
  select case jsonb_typeof(value) when 'number' then value::numeric else 0 end
$$;

create function attribute_numbers(attributes jsonb, keys text[]) returns numeric[] language sql immutable parallel safe as $$
  select case when keys = '{}' then '{}'::numeric[] else (array[
    jsonb_number(attributes -> keys[1]), jsonb_number(attributes -> keys[2]),
    jsonb_number(attributes -> keys[3]), jsonb_number(attributes -> keys[4])
  ])[1:cardinality(keys)] end
$$;

-- Box (EPSG:3857) that holds every position of a cell, and little else: rounding must not lose one. At the edge of the
-- world it has no end, as positions beyond count there.
create function cell_box(z int, cx int, cy int) returns geometry language plpgsql immutable parallel safe as $$
declare
  size constant float8 := 40075016.685578488 / (1::bigint << z + 4);
  last constant int := (1::bigint << z + 4) - 1;
begin
  return ST_MakeEnvelope(
    case cx when 0 then -1e9 else (cx - 1e-6) * size - 20037508.342789244 end,
    case cy when last then -1e9 else 20037508.342789244 - (cy + 1 + 1e-6) * size end,
    case cx when last then 1e9 else (cx + 1 + 1e-6) * size - 20037508.342789244 end,
    case cy when 0 then 1e9 else 20037508.342789244 - (cy - 1e-6) * size end, 3857);
end $$;

-- Where the points of a cell lie and what they add; of the whole layer at level -4.
create function cell_points(layer text, z int, cx int, cy int) returns table (gx int, gy int, numbers numeric[])
language plpgsql stable set plan_cache_mode = force_generic_plan as $$
declare
  keys constant text[] := (select l.sums from layer l where l.layer_id = layer);
  box geometry;
begin
  if z < 0 then
    return query
    select grid_x(f.geom_3857), grid_y(f.geom_3857), attribute_numbers(f.attributes, keys)
    from feature f
    where f.layer_id = layer and f.visibility = 'public' and is_single_point(f.geom_3857);
  else
    box := cell_box(z, cx, cy);
    return query
    select grid_x(f.geom_3857), grid_y(f.geom_3857), attribute_numbers(f.attributes, keys)
    from feature f
    where f.layer_id = layer and f.visibility = 'public' and f.geom_3857 && box and is_single_point(f.geom_3857)
      and grid_x(f.geom_3857) >> (26 - z) = cx and grid_y(f.geom_3857) >> (26 - z) = cy;
  end if;
end $$;

-- The bits of two coordinates in turn: the order of the quadtree.
create function cell_key(x int, y int) returns bigint language plpgsql immutable parallel safe as $$
declare
  a bigint := x;
  b bigint := y;
begin
  a := (a | (a << 16)) & 281470681808895; b := (b | (b << 16)) & 281470681808895;
  a := (a | (a << 8)) & 71777214294589695; b := (b | (b << 8)) & 71777214294589695;
  a := (a | (a << 4)) & 1085102592571150095; b := (b | (b << 4)) & 1085102592571150095;
  a := (a | (a << 2)) & 3689348814741910323; b := (b | (b << 2)) & 3689348814741910323;
  a := (a | (a << 1)) & 6148914691236517205; b := (b | (b << 1)) & 6148914691236517205;
  return a | (b << 1);
end $$;

-- Writes down all cells below one that holds more than 8 points and has none below it yet; from level 0 on for -4.
--
-- A point's last cell is found without counting level by level: in the order of the quadtree the points of any cell stand
-- together, so that a cell of more than 8 holds two that stand 8 apart.
create function fill_cell(layer text, top int, top_x int, top_y int) returns void language plpgsql
set plan_cache_mode = force_generic_plan set work_mem = '128MB' as $$
declare
  -- 10 bits, pulled apart as cell_key does it: worth making for many points.
  spread constant bigint[] := case when top < 0 then array(select cell_key(n, 0) from generate_series(0, 1023) as n order by n) end;
  parts constant int := (select cardinality(l.sums) from layer l where l.layer_id = layer);
  -- The whole world is added up level by level; below that there are few points, added to all their cells at once.
  all_levels constant boolean := top >= 0;
begin
  insert into pyramid (layer_id, z, cx, cy, count, sum_x, sum_y, sums)
  select layer, level, gx >> (26 - level), gy >> (26 - level), count(*), sum(gx), sum(gy),
    (array[sum(numbers[1]), sum(numbers[2]), sum(numbers[3]), sum(numbers[4])])[1:parts]
  from (
    select gx, gy, numbers, least(22, greatest(0, top + 1, 1 + max(joint) over (order by key rows between 8 preceding and current row))) as leaf
    from (
      select gx, gy, numbers, key,
        -- The last level where a point and the eighth after it are in the same cell: 26 less the bits of their
        -- difference. A half more than a whole number keeps the logarithm off the edge.
        25 - floor(ln(((gx # lead(gx, 8) over (order by key)) | (gy # lead(gy, 8) over (order by key))) + 0.5::float8) / ln(2::float8))::int as joint
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

-- Removes all cells below one. The index finds a cell's children, not its descendants.
create function clear_below(layer text, top int, top_x int, top_y int) returns void language plpgsql
set plan_cache_mode = force_generic_plan set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set jit = off as $$
begin
  with recursive below (z, cx, cy) as (
    select p.z::int, p.cx, p.cy
    from (values (0, 0), (0, 1), (1, 0), (1, 1)) as part (dx, dy)
    join pyramid p on p.layer_id = layer and p.z = top + 1 and p.cx = top_x * 2 + dx and p.cy = top_y * 2 + dy
    union all
    select p.z::int, p.cx, p.cy
    from below b
    cross join (values (0, 0), (0, 1), (1, 0), (1, 1)) as part (dx, dy)
    join pyramid p on p.layer_id = layer and p.z = b.z + 1 and p.cx = b.cx * 2 + dx and p.cy = b.cy * 2 + dy
  )
  delete from pyramid p using below b where p.layer_id = layer and p.z = b.z and p.cx = b.cx and p.cy = b.cy;
end $$;

-- Counts a layer anew. For loads, which put the count off by set_config('chengtu.defer_pyramid', 'on', true), and for
-- whoever changed features without triggers.
create function rebuild_pyramid(layer text) returns void language plpgsql as $$
begin
  perform from layer l where l.layer_id = layer for update;
  delete from pyramid_pending w where w.layer_id = layer;
  delete from pyramid p where p.layer_id = layer;
  perform fill_cell(layer, -4, 0, 0);
end $$;

-- One group of points that came (n > 0) or went.
create type pyramid_delta as (layer_id text, gx int, gy int, n int, numbers numeric[]);
create type pyramid_cell as (layer_id text, z smallint, cx int, cy int);

-- Has the cells counted anew when the transaction ends, all at once where there are many.
create function put_off(cells pyramid_cell[]) returns void language plpgsql as $$
begin
  insert into pyramid_pending select c.layer_id, c.z, c.cx, c.cy from unnest(cells) as c on conflict do nothing;
  insert into pyramid_pending
  select w.layer_id, -4, 0, 0 from pyramid_pending w
  where w.layer_id in (select layer_id from unnest(cells)) group by w.layer_id having count(*) > 1000
  on conflict do nothing;
end $$;

-- Adds what came and went to every cell there is. Where a cell passes 8, what is below it is not known here: another
-- part of the same statement may have more to tell, as in `insert … on conflict do update`. So that waits for the end of
-- the transaction, and until then nothing below the cell counts.
create function apply_deltas(deltas pyramid_delta[]) returns void language plpgsql
set plan_cache_mode = force_generic_plan set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set jit = off as $$
declare
  emptied pyramid_cell[];
  passed pyramid_cell[];
begin
  with point as materialized (
    select d.layer_id, d.gx, d.gy, d.n, d.numbers, coalesce((
      select min(w.z) from pyramid_pending w where w.layer_id = d.layer_id and d.gx >> (26 - w.z) = w.cx and d.gy >> (26 - w.z) = w.cy
    ), 22) as last_level
    from unnest(deltas) as d
  ), change as materialized (
    select layer_id, z::smallint as z, gx >> (26 - z) as cx, gy >> (26 - z) as cy,
      sum(n) as count, sum(n * gx::bigint)::bigint as sum_x, sum(n * gy::bigint)::bigint as sum_y,
      (array[coalesce(sum(n * numbers[1]), 0), coalesce(sum(n * numbers[2]), 0), coalesce(sum(n * numbers[3]), 0), coalesce(sum(n * numbers[4]), 0)])[1:max(cardinality(numbers))] as sums
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
        select from pyramid p where p.layer_id = c.layer_id and p.z = c.z - 1 and p.cx = c.cx >> 1 and p.cy = c.cy >> 1 and p.count > 8))
    returning p.layer_id, p.z, p.cx, p.cy, 0::bigint as before, p.count as after
  )
  select array_agg((layer_id, z, cx, cy)::pyramid_cell) filter (where after = 0),
    array_agg((layer_id, z, cx, cy)::pyramid_cell) filter (where z < 22 and (before > 8) <> (after > 8))
  into emptied, passed
  from (select * from changed union all select * from added) as touched;
  if emptied is not null then
    delete from pyramid p using unnest(emptied) as c where p.layer_id = c.layer_id and p.z = c.z and p.cx = c.cx and p.cy = c.cy;
  end if;
  if passed is not null then
    perform put_off(passed);
  end if;
end $$;

-- Follows a statement: cell by cell, or where that would cost more than counting the layer anew, by that.
-- layers: those that the statement touched. deltas: cut off after 20,001.
create function follow_points(layers text[], deltas pyramid_delta[]) returns void language plpgsql as $$
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
      having count(*) > greatest(200, (select sum(p.count) / 50 from pyramid p where p.layer_id = d.layer_id and p.z = 0)));
  end if;
  if cardinality(large) > 0 then
    perform put_off(array(select (id, -4, 0, 0)::pyramid_cell from unnest(large) as id));
    if cardinality(deltas) > 20000 then
      return;
    end if;
  end if;
  perform apply_deltas(deltas);
end $$;

-- Whether the pyramid follows now. Takes the lock of the layers' rows: one transaction at a time counts in a layer.
create function may_follow(layers text[]) returns boolean language plpgsql as $$
begin
  if current_setting('chengtu.defer_pyramid', true) = 'on' then
    return false;
  end if;
  perform from layer l where l.layer_id = any (layers) order by l.layer_id for update;
  return true;
end $$;

create function pyramid_inserted() returns trigger language plpgsql set search_path from current as $$
declare
  layers constant text[] := array(select distinct layer_id from arrived);
begin
  if may_follow(layers) then
    perform follow_points(layers, array(
      select (a.layer_id, grid_x(a.geom_3857), grid_y(a.geom_3857), 1, attribute_numbers(a.attributes, l.sums))::pyramid_delta
      from arrived a join layer l on l.layer_id = a.layer_id
      where a.visibility = 'public' and is_single_point(a.geom_3857)
      limit 20001));
  end if;
  return null;
end $$;

create function pyramid_deleted() returns trigger language plpgsql set search_path from current as $$
declare
  layers constant text[] := array(select distinct layer_id from gone);
begin
  if may_follow(layers) then
    perform follow_points(layers, array(
      select (a.layer_id, grid_x(a.geom_3857), grid_y(a.geom_3857), -1, attribute_numbers(a.attributes, l.sums))::pyramid_delta
      from gone a join layer l on l.layer_id = a.layer_id
      where a.visibility = 'public' and is_single_point(a.geom_3857)
      limit 20001));
  end if;
  return null;
end $$;

-- Features that stay where they are and add what they did cancel out.
create function pyramid_updated() returns trigger language plpgsql set search_path from current as $$
declare
  layers constant text[] := array(select layer_id from gone union select layer_id from arrived);
begin
  if may_follow(layers) then
    perform follow_points(layers, array(
      select (layer_id, gx, gy, sum(n), numbers)::pyramid_delta
      from (
        select a.layer_id, grid_x(a.geom_3857) as gx, grid_y(a.geom_3857) as gy, attribute_numbers(a.attributes, l.sums) as numbers, a.n
        from (
          select layer_id, geom_3857, attributes, visibility, 1 as n from arrived
          union all
          select layer_id, geom_3857, attributes, visibility, -1 from gone
        ) as a join layer l on l.layer_id = a.layer_id
        where a.visibility = 'public' and is_single_point(a.geom_3857)
      ) as state
      group by layer_id, gx, gy, numbers
      having sum(n) <> 0
      limit 20001));
  end if;
  return null;
end $$;

create function pyramid_truncated() returns trigger language plpgsql set search_path from current as $$
begin
  if may_follow(array[tg_argv[0]]) then
    perform rebuild_pyramid(tg_argv[0]);
  end if;
  return null;
end $$;

-- Counts anew what waits for it, when the transaction ends: all cells of a layer at the first event, which leaves
-- nothing to the others. What lies below another cell that waits is counted with that.
create function settle_pyramid() returns trigger language plpgsql set search_path from current as $$
declare
  cell record;
  cells pyramid_cell[];
begin
  with taken as (
    delete from pyramid_pending w where w.layer_id = new.layer_id returning w.layer_id, w.z, w.cx, w.cy
  )
  select array_agg((t.layer_id, t.z, t.cx, t.cy)::pyramid_cell) into cells from taken t;
  if cells is null then
    return null;
  end if;
  if exists (select from unnest(cells) as c where c.z < 0) then
    perform rebuild_pyramid(new.layer_id);
    return null;
  end if;
  for cell in
    select c.z, c.cx, c.cy, coalesce(p.count, 0) as count
    from unnest(cells) as c left join pyramid p on p.layer_id = c.layer_id and p.z = c.z and p.cx = c.cx and p.cy = c.cy
    where not exists (select from unnest(cells) as upper where upper.z < c.z and c.cx >> (c.z - upper.z) = upper.cx and c.cy >> (c.z - upper.z) = upper.cy)
  loop
    if cell.count > 20000 then
      perform rebuild_pyramid(new.layer_id);
      return null;
    end if;
    perform clear_below(new.layer_id, cell.z, cell.cx, cell.cy);
    if cell.count > 8 then
      perform fill_cell(new.layer_id, cell.z, cell.cx, cell.cy);
    end if;
  end loop;
  return null;
end $$;

create constraint trigger settled after insert on pyramid_pending deferrable initially deferred
  for each row execute function settle_pyramid();

-- What a layer's clusters add up from now on.
create function set_layer_sums(layer text, keys text[]) returns void language plpgsql as $$
begin
  if cardinality(keys) > 4 then
    raise exception 'A layer adds up at most 4 attributes, % has %.', layer, cardinality(keys) using errcode = 'invalid_parameter_value';
  end if;
  update layer l set sums = keys where l.layer_id = layer and l.sums <> keys;
  if found then
    perform rebuild_pyramid(layer);
  end if;
end $$;

-- Cells that differ from those that counting anew, level by level, gives: for tests, and for doubts.
create function check_pyramid(layer text) returns table (fault text, z int, cx int, cy int, count bigint, sum_x bigint, sum_y bigint, sums numeric[])
language sql stable as $$
  with cell as materialized (
    select level, gx >> (26 - level) as cx, gy >> (26 - level) as cy, count(*) as count, sum(gx)::bigint as sum_x, sum(gy)::bigint as sum_y,
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

create trigger pyramid_inserted after insert on feature
  referencing new table as arrived for each statement execute function pyramid_inserted();
create trigger pyramid_deleted after delete on feature
  referencing old table as gone for each statement execute function pyramid_deleted();
create trigger pyramid_updated after update on feature
  referencing old table as gone new table as arrived for each statement execute function pyramid_updated();

-- Gives the partition of a layer its triggers, also where it has them already.
create function attach_pyramid_triggers(part text, id text) returns void language plpgsql as $$
begin
  execute format('create or replace trigger pyramid_inserted after insert on %I referencing new table as arrived '
    'for each statement execute function pyramid_inserted()', part);
  execute format('create or replace trigger pyramid_deleted after delete on %I referencing old table as gone '
    'for each statement execute function pyramid_deleted()', part);
  execute format('create or replace trigger pyramid_updated after update on %I referencing old table as gone new table as arrived '
    'for each statement execute function pyramid_updated()', part);
  execute format('create or replace trigger pyramid_truncated after truncate on %I '
    'for each statement execute function pyramid_truncated(%L)', part, id);
end $$;

create or replace function attach_layer_triggers(part text, id text) returns void language sql as $$
  select attach_change_triggers(part, id);
  select attach_pyramid_triggers(part, id);
$$;

-- Layers that were there before.
select attach_pyramid_triggers('feature_' || replace(layer_id, '-', '_'), layer_id), rebuild_pyramid(layer_id)
from layer
where to_regclass(format('%I.%I', current_schema(), 'feature_' || replace(layer_id, '-', '_'))) is not null;

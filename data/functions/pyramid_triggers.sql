-- needs: attribute_numbers, grid_positions, pyramid_count, pyramid_follow

-- Every statement tells the pyramid which points came and went. These functions find their tables whatever the
-- search_path of the session that edits.

create or replace function pyramid_inserted() returns trigger language plpgsql set search_path from current as $$
declare
  layers constant text[] := array(select distinct layer_id from arrived);
begin
  if may_follow(layers) then
    perform follow_points(layers, array(
      select (a.layer_id, grid_x(a.geom_3857), grid_y(a.geom_3857), 1,
        attribute_numbers(a.attributes, l.sums))::pyramid_delta
      from arrived a join layer l on l.layer_id = a.layer_id
      where a.visibility = 'public' and is_single_point(a.geom_3857)
      limit 20001));
  end if;
  return null;
end $$;

create or replace function pyramid_deleted() returns trigger language plpgsql set search_path from current as $$
declare
  layers constant text[] := array(select distinct layer_id from gone);
begin
  if may_follow(layers) then
    perform follow_points(layers, array(
      select (a.layer_id, grid_x(a.geom_3857), grid_y(a.geom_3857), -1,
        attribute_numbers(a.attributes, l.sums))::pyramid_delta
      from gone a join layer l on l.layer_id = a.layer_id
      where a.visibility = 'public' and is_single_point(a.geom_3857)
      limit 20001));
  end if;
  return null;
end $$;

-- A feature that stays where it is and adds what it added before cancels out.
create or replace function pyramid_updated() returns trigger language plpgsql set search_path from current as $$
declare
  layers constant text[] := array(select layer_id from gone union select layer_id from arrived);
begin
  if may_follow(layers) then
    perform follow_points(layers, array(
      select (layer_id, gx, gy, sum(n), numbers)::pyramid_delta
      from (
        select a.layer_id, grid_x(a.geom_3857) as gx, grid_y(a.geom_3857) as gy,
          attribute_numbers(a.attributes, l.sums) as numbers, a.n
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

create or replace function pyramid_truncated() returns trigger language plpgsql set search_path from current as $$
begin
  if may_follow(array[tg_argv[0]]) then
    perform rebuild_pyramid(tg_argv[0]);
  end if;
  return null;
end $$;

-- Gives the partition of a layer its triggers, also where it has some already.
create or replace function attach_pyramid_triggers(part text, id text) returns void language plpgsql as $$
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

create or replace trigger pyramid_inserted after insert on feature
  referencing new table as arrived for each statement execute function pyramid_inserted();
create or replace trigger pyramid_deleted after delete on feature
  referencing old table as gone for each statement execute function pyramid_deleted();
create or replace trigger pyramid_updated after update on feature
  referencing old table as gone new table as arrived for each statement execute function pyramid_updated();

-- The layers that are there get the triggers as this file has them now.
select attach_pyramid_triggers('feature_' || replace(layer_id, '-', '_'), layer_id)
from layer
where to_regclass(format('%I.%I', current_schema(), 'feature_' || replace(layer_id, '-', '_'))) is not null;

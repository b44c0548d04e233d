-- Where a point or a cluster lies in whole units of a tile grid. The planner inlines these functions.

create or replace function unit_x(geom geometry, geom_3857 geometry, geographic boolean, width float8)
returns bigint language sql immutable parallel safe as $$
  select greatest(0, least(width - 1, floor(
    case when geographic then (ST_XMin(geom) + 180) / 360
      else (ST_XMin(geom_3857) + 20037508.342789244) / 40075016.685578488 end * width)))::bigint
$$;

create or replace function unit_y(geom geometry, geom_3857 geometry, geographic boolean, width float8)
returns bigint language sql immutable parallel safe as $$
  select greatest(0, least(
    case when geographic then width / 2 else width end - 1, floor(
    case when geographic then (90 - ST_YMin(geom)) / 360
      else (20037508.342789244 - ST_YMin(geom_3857)) / 40075016.685578488 end * width)))::bigint
$$;

-- The same of how far a position lies from the edge of a world: the world is `wide`, and has `width` units, of which
-- `last` is the last one.
create or replace function unit_of(distance float8, wide float8, width float8, last float8)
returns float8 language sql immutable parallel safe as $$
  select greatest(0, least(last, floor(distance / wide * width)))
$$;

create or replace function cluster_x(count bigint, sum_x bigint, bits int)
returns bigint language sql immutable parallel safe as $$
  select case when bits < 30 then sum_x / count >> 30 - bits else sum_x / count << bits - 30 end
$$;

create or replace function cluster_y(count bigint, sum_y bigint, bits int, geographic boolean)
returns bigint language sql immutable parallel safe as $$
  select case
    when geographic then floor((90 - degrees(atan(sinh(pi() * (1 - 2 * (sum_y / count + 0.5) / 1073741824::float8)))))
      / 360 * (1::bigint << bits))::bigint
    when bits < 30 then sum_y / count >> 30 - bits
    else sum_y / count << bits - 30
  end
$$;

-- needs: pyramid_cells

-- What a tile sees of the world. The world goes on behind the antimeridian: the margin of a tile there holds what lies
-- on the other side. So a tile sees up to three worlds (0, -1, 1), a part of each.

-- How far down the square world of Web Mercator a latitude lies: 0 to 1 within it, and a little beyond at the poles.
create or replace function mercator_share(latitude float8) returns float8 language sql immutable parallel safe as $$
  select (1 - asinh(tan(radians(greatest(-89.9999, least(89.9999, latitude))))) / pi()) / 2
$$;

-- The part of one world that a tile sees; all null where it sees nothing of that world.
create or replace function tile_part(geographic boolean, z int, x int, y int, seen int)
returns tile_part language plpgsql immutable parallel safe as $$
declare
  bits constant int := case when geographic then z + 13 else z + 12 end;
  width constant bigint := 1::bigint << bits;
  height constant bigint := case when geographic then width >> 1 else width end;
  rows constant int := width >> 8;
  -- Rounding must not lose a position. Whole units sort out afterwards what is too much.
  slack constant float8 := 0.001;
  top float8;
  bottom float8;
  part tile_part;
begin
  part.world := seen;
  part.shift := seen * width;
  part.west := greatest(x * 4096::bigint - 64 - part.shift, 0);
  part.east := least(x * 4096::bigint + 4160 - part.shift, width);
  if part.west >= part.east then
    return null;
  end if;
  part.north := greatest(y * 4096::bigint - 64, 0);
  part.south := least(y * 4096::bigint + 4160, height);
  part.level := bits - 12;
  part.cx_first := part.west >> 8;
  part.cx_last := (part.east - 1) >> 8;
  if geographic then
    top := mercator_share(90 - (part.north - slack) * 360 / width);
    bottom := mercator_share(90 - (part.south + slack) * 360 / width);
    -- One cell more on both sides, as other arithmetic places the middle of a cluster.
    part.cy_first := greatest(0, least(rows - 1, floor(top * rows) - 1));
    part.cy_last := greatest(0, least(rows - 1, floor(bottom * rows) + 1));
  else
    top := (part.north - slack) / width;
    bottom := (part.south + slack) / width;
    part.cy_first := part.north >> 8;
    part.cy_last := (part.south - 1) >> 8;
  end if;
  -- At the edge of the world the box has no end, as positions beyond are moved to the edge.
  part.box := ST_MakeEnvelope(
    case part.west when 0 then -1e9 else (part.west - slack) / width * 40075016.685578488 - 20037508.342789244 end,
    case part.south when height then -1e9 else 20037508.342789244 - bottom * 40075016.685578488 end,
    case part.east when width then 1e9 else (part.east + slack) / width * 40075016.685578488 - 20037508.342789244 end,
    case part.north when 0 then 1e9 else 20037508.342789244 - top * 40075016.685578488 end, 3857);
  return part;
end $$;

-- The worlds that a tile may see.
create or replace function tile_worlds(geographic boolean, z int, x int)
returns int[] language sql immutable parallel safe as $$
  select case when x > 0 and x < (case when geographic then 2 else 1 end << z) - 1 then '{0}'::int[] else '{0,-1,1}' end
$$;

create or replace function tile_parts(geographic boolean, z int, x int, y int)
returns setof tile_part language sql immutable rows 1 as $$
  select part.* from unnest(tile_worlds(geographic, z, x)) as world
  cross join lateral tile_part(geographic, z, x, y, world) as part
  where part.world is not null
$$;

-- A box around the whole cells of a part (EPSG:3857): the points in these cells decide on its clusters.
create or replace function part_reach(part tile_part) returns geometry language sql immutable parallel safe as $$
  select ST_Envelope(ST_Collect(
    cell_box(part.level, part.cx_first, part.cy_first),
    cell_box(part.level, part.cx_last, part.cy_last)))
$$;

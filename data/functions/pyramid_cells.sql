-- needs: attribute_numbers, grid_positions

-- A box (EPSG:3857) that holds every position of a cell and little else: rounding must not lose a position. At the edge
-- of the world the box has no end, as positions beyond count there.
create or replace function cell_box(z int, cx int, cy int)
returns geometry language plpgsql immutable parallel safe as $$
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

-- The bits of two coordinates, interleaved (Morton code): the order of the quadtree.
create or replace function cell_key(x int, y int) returns bigint language plpgsql immutable parallel safe as $$
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

-- The points of a cell, with what they add to its sums; at level -4 the points of the whole layer.
create or replace function cell_points(layer text, z int, cx int, cy int)
returns table (gx int, gy int, numbers numeric[])
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

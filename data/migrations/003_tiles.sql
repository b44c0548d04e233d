-- Whether a point lies in a box: of two that share an edge, in one of them.
create function is_in_box(point geometry, box geometry) returns boolean language sql immutable as $$
  select ST_X(point) >= ST_XMin(box) and ST_X(point) < ST_XMax(box) and ST_Y(point) >= ST_YMin(box) and ST_Y(point) < ST_YMax(box)
$$;

-- Features of one layer in one tile, ready to be encoded: by ST_AsMVT where PostGIS has it, else by tiles/mvt. Both
-- take their geometry from here, so that they cannot differ in it.
--
-- keys: attributes that travel; grid: tile units that the corners of areas are snapped to. Positions are whole tile
-- units (4096 to a side), y pointing down; a margin of 64 units is kept around the tile.
--
-- Borders that areas share stay shared, as snapping treats equal positions alike: ST_Simplify would not, and is used
-- for lines only.
--
-- An area that spans several tiles is named in one of them: where `label` is among the keys, areas get the property
-- `label`, true in the tile that a point on the area lies in. Elsewhere they have none.
--
-- A function, because planning a statement over all partitions takes ten times as long as running it. In a function
-- the plan can be kept whatever the values are, for this statement alone.
create function tile_features(layer text, keys text[], grid int, z int, x int, y int)
returns table (fid bigint, id text, provenance text, tags jsonb, geom geometry)
language plpgsql stable set plan_cache_mode = force_generic_plan as $$
declare
  box constant geometry := ST_TileEnvelope(z, x, y);
  clip constant geometry := ST_TileEnvelope(z, x, y, margin => 64 / 4096.0);
  unit constant float8 := (ST_XMax(box) - ST_XMin(box)) / 4096;
begin
  return query
  select f.fid, f.feature_id, f.provenance,
    case when labelled.here then coalesce(chosen.tags, '{}') || '{"label": true}' else chosen.tags end,
    case ST_Dimension(snapped.geom) when 2 then ST_ForcePolygonCCW(snapped.geom) else snapped.geom end
  from feature f
  cross join lateral (
    select ST_SnapToGrid(
      ST_Affine(
        case ST_Dimension(f.geom_3857)
          -- One point has nothing to clip; of several, some may lie far off.
          when 0 then case when ST_NumGeometries(f.geom_3857) = 1 then f.geom_3857 else ST_ClipByBox2D(f.geom_3857, clip) end
          when 1 then ST_ClipByBox2D(case when grid > 1 then ST_Simplify(f.geom_3857, unit * grid / 2) else f.geom_3857 end, clip)
          else ST_ClipByBox2D(f.geom_3857, clip)
        end,
        1 / unit, 0, 0, -1 / unit, -ST_XMin(box) / unit, ST_YMax(box) / unit),
      case ST_Dimension(f.geom_3857) when 2 then grid else 1 end) as geom
    -- Keeps the planner from computing the geometry anew for every condition on it.
    offset 0
  ) as snapped
  cross join lateral (
    select jsonb_object_agg(key, f.attributes -> key) as tags from unnest(keys) as key where key <> 'label' and f.attributes ? key
  ) as chosen
  cross join lateral (
    select 'label' = any (keys) and ST_Dimension(f.geom_3857) = 2 and is_in_box(ST_PointOnSurface(f.geom_3857), box) as here
  ) as labelled
  where f.layer_id = layer and f.visibility = 'public' and f.geom_3857 && clip
    and ST_Dimension(snapped.geom) = ST_Dimension(f.geom_3857) and not ST_IsEmpty(snapped.geom)
    and (ST_Dimension(snapped.geom) < 2 or ST_Area(snapped.geom) > 0)
  order by f.fid;
end $$;

-- A tile, encoded by the database. Keep in step with tiles/rows.sql: both prepare geometries alike, and a test holds
-- the two equal after decoding.
-- $1 text[]  layer ids
-- $2 text[]  attributes that travel, one array literal a layer
-- $3 int[]   grid that positions are snapped to, tile units, one a layer
-- $4 $5 $6   z, x, y
-- Result: one row, tile bytea (no bytes where the tile is empty).
with request as (
  select layer_id, keys::text[] as keys, grid, position
  from unnest($1::text[], $2::text[], $3::int[]) with ordinality as r (layer_id, keys, grid, position)
), frame as (
  select ST_TileEnvelope($4, $5, $6, margin => 64 / 4096.0) as clip,
    ST_XMin(box) as west, ST_YMax(box) as north, (ST_XMax(box) - ST_XMin(box)) / 4096 as unit
  from ST_TileEnvelope($4, $5, $6) as box
)
select coalesce(string_agg(mvt, ''::bytea order by position), ''::bytea) as tile
from (
  select position, (
    select ST_AsMVT(t, request.layer_id, 4096, 'geom', 'fid')
    from (
      select f.fid, f.feature_id as id, f.provenance, tags.tags, case ST_Dimension(snapped.geom) when 2 then ST_ForcePolygonCCW(snapped.geom) else snapped.geom end as geom
      from frame
      join feature f on f.layer_id = request.layer_id and f.geom_3857 && frame.clip
      cross join lateral (
        select case ST_Dimension(f.geom_3857)
          when 0 then f.geom_3857
          when 1 then ST_ClipByBox2D(
            case when request.grid > 1 then ST_Simplify(f.geom_3857, frame.unit * request.grid / 2) else f.geom_3857 end,
            frame.clip)
          else ST_ClipByBox2D(f.geom_3857, frame.clip)
        end as geom
      ) as clipped
      cross join lateral (
        select ST_SnapToGrid(
          ST_Affine(clipped.geom, 1 / unit, 0, 0, -1 / unit, -west / unit, north / unit),
          case ST_Dimension(f.geom_3857) when 2 then request.grid else 1 end) as geom
        -- Keeps the planner from computing the geometry anew for every condition on it.
        offset 0
      ) as snapped
      cross join lateral (
        select jsonb_object_agg(key, f.attributes -> key) as tags from unnest(request.keys) as key
        where f.attributes ? key
      ) as tags
      where ST_Dimension(snapped.geom) = ST_Dimension(f.geom_3857) and not ST_IsEmpty(snapped.geom)
        and (ST_Dimension(snapped.geom) < 2 or ST_Area(snapped.geom) > 0)
      order by f.fid
    ) as t
  ) as mvt
  from request
) as layers

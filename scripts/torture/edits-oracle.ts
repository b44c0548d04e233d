/** What a tile has to show, by another way than the product's: `ST_AsMVT` by hand, or clipped shapes, and a model. */
import { VectorTile, type VectorTileFeature } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { readBase64, readNumber, readText } from '../../server/platform/db/rows.ts';
import { sqlText } from '../../server/platform/db/sql.ts';
import type { Database, Row } from '../../server/platform/db/types.ts';
import { marksOf, type ModelFeature, type ModelMember } from '../../server/testing/tile-model.ts';
import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import type { TileCoord } from '../../tiles/tile/tile.ts';

/** Corners are snapped to up to 4 units, lines simplified as far: so far apart may the same shape be. */
const TOLERANCE = 9;

/** Extent of a shape in the tile, in its units: west, north, east, south. */
type Box = readonly [number, number, number, number];

const BY_HAND = sqlText(`
  with tile as (select ST_TileEnvelope($2::int, $3::int, $4::int) as box)
  select encode(coalesce(ST_AsMVT(f, 'oracle', 4096, 'geom'), ''), 'base64') as mvt
  from (
    select feature_id as id, ST_AsMVTGeom(geom_3857, box, 4096, 64, true) as geom
    from feature, tile
    where layer_id = $1 and visibility = 'public'
      and geom_3857 && ST_Expand(box, (ST_XMax(box) - ST_XMin(box)) * 64 / 4096)
  ) as f where geom is not null`);
/** Where there is no ST_AsMVT: the extents of what a box cuts out of the shapes. */
const CLIPPED = sqlText(`
  with tile as (select ST_TileEnvelope($2::int, $3::int, $4::int) as box),
  frame as (
    select ST_XMin(box) as west, ST_YMax(box) as north, (ST_XMax(box) - ST_XMin(box)) / 4096 as unit,
      ST_Expand(box, (ST_XMax(box) - ST_XMin(box)) * 64 / 4096) as clip
    from tile)
  select feature_id as id, (ST_XMin(part) - west) / unit as x1, (north - ST_YMax(part)) / unit as y1,
    (ST_XMax(part) - west) / unit as x2, (north - ST_YMin(part)) / unit as y2
  from frame, feature, lateral (select ST_Intersection(ST_MakeValid(geom_3857), clip) as part) as cut
  where layer_id = $1 and visibility = 'public' and geom_3857 && clip and not ST_IsEmpty(part)`);
const POINTS = sqlText(`
  select fid, feature_id as id, visibility, ST_X(a.geom) as lon, ST_Y(a.geom) as lat, ST_X(b.geom) as x, ST_Y(b.geom) as y
  from feature f cross join lateral ST_DumpPoints(f.geom) a
  join lateral ST_DumpPoints(f.geom_3857) b on a.path = b.path
  where layer_id = $1 order by fid, a.path`);

/** What differs between the bytes of a tile of one layer and what it has to show; null where nothing does. */
export async function differenceOf(
  db: Database,
  layer: LayerDefinition,
  tile: TileCoord,
  bytes: Uint8Array,
): Promise<string | null> {
  const shown = featuresOf(bytes, layer.id);
  if (tile.z < layer.minzoom) return shown.length === 0 ? null : 'the layer shows below its first zoom';
  return layer.geometry === 'Point'
    ? comparePoints(await modelOf(db, layer), layer, tile, shown)
    : compareShapes(await boxesOf(db, layer, tile), shown);
}

function featuresOf(bytes: Uint8Array, layer: string): readonly VectorTileFeature[] {
  const found = new VectorTile(new PbfReader(bytes)).layers[layer];
  return found === undefined ? [] : Array.from({ length: found.length }, (_, index) => found.feature(index));
}

function compareShapes(expected: ReadonlyMap<string, Box>, shown: readonly VectorTileFeature[]): string | null {
  const found = new Map(shown.map((feature) => [String(feature.properties['id']), boxOf(feature)]));
  for (const [id, box] of found) {
    const right = expected.get(id);
    // ST_AsMVTGeom leaves out what is shorter than half a unit, also where it crosses the middle of two.
    if (right === undefined && Math.max(box[2] - box[0], box[3] - box[1]) <= 1) continue;
    if (right === undefined) return `${id} does not belong there`;
    if (box.some((value, side) => Math.abs(value - (right[side] ?? NaN)) > TOLERANCE))
      return `${id} is at ${box.join()}, not at ${right.map(Math.round).join()}`;
  }
  for (const [id, [west, north, east, south]] of expected) {
    const isTiny = Math.min(east - west, south - north) <= TOLERANCE;
    if (!found.has(id) && !isTiny) return `${id} is missing`;
  }
  return null;
}

function boxOf(feature: VectorTileFeature): Box {
  const points = feature.loadGeometry().flat();
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

async function boxesOf(
  db: Database,
  layer: LayerDefinition,
  { z, x, y }: TileCoord,
): Promise<ReadonlyMap<string, Box>> {
  if (!db.hasAsMvt) {
    const rows = await db.query(CLIPPED, [layer.id, z, x, y]);
    return new Map(
      rows.map((row) => [
        readText(row, 'id'),
        ['x1', 'y1', 'x2', 'y2'].map((name) => readNumber(row, name)) as unknown as Box,
      ]),
    );
  }
  const [row] = await db.query(BY_HAND, [layer.id, z, x, y]);
  if (row === undefined) throw new Error('ST_AsMVT gave no row.');
  const made = featuresOf(readBase64(row, 'mvt'), 'oracle');
  return new Map(made.map((feature) => [String(feature.properties['id']), boxOf(feature)]));
}

function comparePoints(
  model: readonly ModelFeature[],
  layer: LayerDefinition,
  tile: TileCoord,
  shown: readonly VectorTileFeature[],
): string | null {
  // The sums of clusters are held to the rows by the pyramid's own check.
  const expected = marksOf(model, 'WebMercatorQuad', tile, layer).map((mark) =>
    mark.replace(/ points, \d+ at/, ' points at'),
  );
  const found = shown.map(markOf).sort();
  const missing = expected.filter((mark) => !found.includes(mark));
  const strange = found.filter((mark) => !expected.includes(mark));
  return missing.length + strange.length === 0
    ? null
    : `missing: ${missing.slice(0, 3).join('; ')}; strange: ${strange.slice(0, 3).join('; ')}`;
}

function markOf(feature: VectorTileFeature): string {
  const { id, properties } = feature;
  const places = feature
    .loadGeometry()
    .flat()
    .map(({ x, y }) => `${x},${y}`);
  const name =
    properties['cluster'] === true
      ? `${String(id)}: ${String(properties['point_count'])} points`
      : String(properties['id']);
  return `${name} at ${[...new Set(places)].sort().join(' ')}`;
}

async function modelOf(db: Database, { id: layer }: LayerDefinition): Promise<readonly ModelFeature[]> {
  const features = new Map<number, Omit<ModelFeature, 'members'> & { readonly members: ModelMember[] }>();
  for (const row of await db.query(POINTS, [layer])) {
    const fid = readNumber(row, 'fid');
    const feature = features.get(fid) ?? {
      fid,
      id: readText(row, 'id'),
      isPublic: readText(row, 'visibility') === 'public',
      members: [],
      size: 0,
    };
    features.set(fid, feature);
    feature.members.push(memberOf(row));
  }
  return [...features.values()];
}

function memberOf(row: Row): ModelMember {
  return {
    lon: readNumber(row, 'lon'),
    lat: readNumber(row, 'lat'),
    eastingM: readNumber(row, 'x'),
    northingM: readNumber(row, 'y'),
  };
}

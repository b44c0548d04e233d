/** What a tile has to show, by another way than the product's: shapes that a box cuts out, and a model of points. */
import { VectorTile, type VectorTileFeature } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { readNumber, readText } from '../../server/platform/db/rows.ts';
import { sqlText } from '../../server/platform/db/sql.ts';
import type { Database, Row } from '../../server/platform/db/types.ts';
import { marksOf, type ModelFeature, type ModelMember } from '../../server/testing/tile-model.ts';
import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import type { TileCoord } from '../../tiles/tile/tile.ts';

/** Tiles go on so many units beyond their edge. */
const MARGIN = 64;
/**
 * Below the last zooms the product snaps corners of areas to 4 units and simplifies lines by 2 before it clips. So it
 * may cut them as a box would whose edges lie that far off: a line that crosses an edge at a flat angle meets it
 * elsewhere.
 */
const CUT_OFF = 4;
/** Snapping and simplification move what is shown by 2 units, and half a one comes of rounding. */
const TOLERANCE = 3;
/** Snapping may leave nothing of an area that is thinner, or of a line that is shorter. */
const THINNEST_AREA = 9;
const SHORTEST_LINE = 6;

/** Extent of a shape in the tile, in its units: west, north, east, south. */
type Box = readonly [number, number, number, number];

/** Extents of what a box cuts out of the shapes that is $5 units larger than the tile on each side. */
const CLIPPED = sqlText(`
  with tile as (select ST_TileEnvelope($2::int, $3::int, $4::int) as box),
  frame as (
    select ST_XMin(box) as west, ST_YMax(box) as north, (ST_XMax(box) - ST_XMin(box)) / 4096 as unit,
      ST_Expand(box, (ST_XMax(box) - ST_XMin(box)) * $5::int / 4096) as clip
    from tile)
  select feature_id as id, (ST_XMin(part) - west) / unit as x1, (north - ST_YMax(part)) / unit as y1,
    (ST_XMax(part) - west) / unit as x2, (north - ST_YMin(part)) / unit as y2
  from frame, feature, lateral (select ST_Intersection(ST_MakeValid(geom_3857), clip) as part) as cut
  where layer_id = $1 and visibility = 'public' and geom_3857 && clip and not ST_IsEmpty(part)`);
const POINTS = sqlText(`
  select feature_id as id, visibility, ST_X(a.geom) as lon, ST_Y(a.geom) as lat, ST_X(b.geom) as x, ST_Y(b.geom) as y
  from feature f cross join lateral ST_DumpPoints(f.geom) a
  join lateral ST_DumpPoints(f.geom_3857) b on a.path = b.path
  where layer_id = $1 order by feature_id, a.path`);

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
    : compareShapes(
        layer,
        await boxesOf(db, layer, tile, MARGIN - CUT_OFF),
        await boxesOf(db, layer, tile, MARGIN + CUT_OFF),
        shown,
      );
}

function featuresOf(bytes: Uint8Array, layer: string): readonly VectorTileFeature[] {
  const found = new VectorTile(new PbfReader(bytes)).layers[layer];
  return found === undefined ? [] : Array.from({ length: found.length }, (_, index) => found.feature(index));
}

/** Each side of what is shown lies between those of what the smaller box and the larger one cut out. */
function compareShapes(
  { geometry }: LayerDefinition,
  least: ReadonlyMap<string, Box>,
  most: ReadonlyMap<string, Box>,
  shown: readonly VectorTileFeature[],
): string | null {
  const found = new Map(shown.map((feature) => [String(feature.properties['id']), boxOf(feature)]));
  for (const [id, box] of found) {
    const outer = most.get(id);
    if (outer === undefined) return `${id} does not belong there`;
    const inner = least.get(id);
    if (!holds(outer, box) || (inner !== undefined && !holds(box, inner)))
      return `${id} is at ${box.join()}, not between ${inner?.map(Math.round).join() ?? 'nothing'} and ${outer.map(Math.round).join()}`;
  }
  for (const [id, [west, north, east, south]] of least) {
    const [width, height] = [east - west, south - north];
    const isTiny =
      geometry === 'Polygon' ? Math.min(width, height) <= THINNEST_AREA : Math.max(width, height) <= SHORTEST_LINE;
    if (!found.has(id) && !isTiny) return `${id} is missing`;
  }
  return null;
}

function holds(outer: Box, inner: Box): boolean {
  return (
    inner[0] >= outer[0] - TOLERANCE &&
    inner[1] >= outer[1] - TOLERANCE &&
    inner[2] <= outer[2] + TOLERANCE &&
    inner[3] <= outer[3] + TOLERANCE
  );
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
  margin: number,
): Promise<ReadonlyMap<string, Box>> {
  const rows = await db.query(CLIPPED, [layer.id, z, x, y, margin]);
  return new Map(
    rows.map((row) => {
      const side = (name: string): number => readNumber(row, name);
      return [readText(row, 'id'), [side('x1'), side('y1'), side('x2'), side('y2')]];
    }),
  );
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
  // By their own ids: those that the database numbers may meet a number that a fixture was given.
  const features = new Map<string, Omit<ModelFeature, 'members'> & { readonly members: ModelMember[] }>();
  for (const row of await db.query(POINTS, [layer])) {
    const id = readText(row, 'id');
    const feature = features.get(id) ?? {
      fid: 0,
      id,
      isPublic: readText(row, 'visibility') === 'public',
      members: [],
      size: 0,
    };
    features.set(id, feature);
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

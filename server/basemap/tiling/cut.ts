/** Features → vector tiles, zoom by zoom: chosen, simplified, cut, and alike ones put together. */
import { EXTENT, type TileCoord } from '../../../tiles/tile/tile.ts';
import { tileIdOf } from '../../export/index.ts';
import { encodeTile, type TileFeature } from '../../layers/mvt/encode.ts';
import type { TileGeometry } from '../../layers/mvt/geometry.ts';
import { BASE_LAYERS, type BaseFeature, type BaseGeometry, type BaseLayer, type Path } from '../feature.ts';
import { boxAround, ringArea, type Box } from '../mercator.ts';
import { clipLine, clipRing } from './clip.ts';
import { simplify } from './simplify.ts';

/** Pixels of a tile on the screen, as MapLibre draws vector tiles. */
const TILE_PX = 512;
/** Around a tile, in its units: strokes at its border look alike on both sides. */
const BUFFER = 64;
/** Before compression. Larger tiles make phones stutter. */
export const MAX_TILE_BYTES = 500_000;
/** How far a simplified line may be off, in pixels; at the last zoom, which stands for all beyond it, in tile units. */
const TOLERANCE_PX = 0.4;
const LAST_TOLERANCE_UNITS = 0.5;
/** Areas smaller than this are dust on the screen; in square pixels. */
const LEAST_PX2: Readonly<Partial<Record<BaseLayer, number>>> = { landcover: 10, water: 6, building: 12 };
const LEAST_HOLE_PX2 = 4;

export interface BaseTile {
  readonly coord: TileCoord;
  readonly bytes: Uint8Array;
  /** Features left out, as the tile would have been too large. */
  readonly dropped: number;
}

/** A feature at one zoom. */
interface Prepared {
  readonly layer: BaseLayer;
  readonly key: string;
  readonly attributes: BaseFeature['attributes'];
  readonly geometry: BaseGeometry;
  readonly box: Box;
}

/** All tiles of the zooms from `minzoom` to `maxzoom` that show something, in the order of their ids. */
export function* cutTiles(
  features: readonly BaseFeature[],
  { minzoom, maxzoom }: { readonly minzoom: number; readonly maxzoom: number },
): Generator<BaseTile> {
  for (let z = minzoom; z <= maxzoom; z += 1) {
    const prepared = features.flatMap((feature) => prepare(feature, z, z === maxzoom));
    yield* cutBelow(prepared, { z: 0, x: 0, y: 0 }, z);
  }
}

function prepare(feature: BaseFeature, z: number, isLast: boolean): Prepared[] {
  if (z < feature.minzoom) return [];
  const pixel = 1 / (TILE_PX * 2 ** z);
  const geometry = generalised(
    feature,
    pixel,
    isLast ? LAST_TOLERANCE_UNITS / (EXTENT * 2 ** z) : TOLERANCE_PX * pixel,
  );
  if (geometry === null) return [];
  const { layer, detail } = feature;
  const attributes =
    detail !== undefined && z >= detail.minzoom ? { ...feature.attributes, ...detail.attributes } : feature.attributes;
  return [{ layer, attributes, key: `${layer} ${JSON.stringify(attributes)}`, geometry, box: boxOf(geometry) }];
}

/** Null where nothing of it would be seen. */
function generalised({ layer, geometry }: BaseFeature, pixel: number, tolerance: number): BaseGeometry | null {
  if (geometry.kind === 'Point') return geometry;
  if (geometry.kind === 'LineString') return { kind: 'LineString', line: simplify(geometry.line, tolerance) };
  const [outer, ...holes] = geometry.rings;
  if (outer === undefined || Math.abs(ringArea(outer)) < (LEAST_PX2[layer] ?? 0) * pixel * pixel) return null;
  const rings = [
    simplify(outer, tolerance),
    ...holes
      .filter((hole) => Math.abs(ringArea(hole)) >= LEAST_HOLE_PX2 * pixel * pixel)
      .map((hole) => simplify(hole, tolerance)),
  ];
  const isRing = ({ length }: Path): boolean => length >= 8;
  return rings[0] !== undefined && isRing(rings[0]) ? { kind: 'Polygon', rings: rings.filter(isRing) } : null;
}

/** The tiles of a zoom that lie in `at`, in the order of their ids. */
function* cutBelow(features: readonly Prepared[], at: TileCoord, z: number): Generator<BaseTile> {
  if (features.length === 0) return;
  if (at.z === z) {
    const tile = encode(features, at);
    if (tile !== null) yield tile;
    return;
  }
  const children = [0, 1, 2, 3].map((n) => ({ z: at.z + 1, x: 2 * at.x + (n % 2), y: 2 * at.y + (n >> 1) }));
  // Ids follow the Hilbert curve, which goes through one quarter after the other at every level.
  children.sort((a, b) => tileIdOf(a) - tileIdOf(b));
  for (const child of children) yield* cutBelow(inTile(features, child, z), child, z);
}

function inTile(features: readonly Prepared[], { z, x, y }: TileCoord, target: number): Prepared[] {
  const side = 1 / 2 ** z;
  const tile: Box = [x * side, y * side, (x + 1) * side, (y + 1) * side];
  const margin = BUFFER / EXTENT / 2 ** target;
  const box: Box = [tile[0] - margin, tile[1] - margin, tile[2] + margin, tile[3] + margin];
  const found: Prepared[] = [];
  for (const feature of features) {
    const { geometry } = feature;
    if (geometry.kind === 'Point') {
      // In one tile alone: its name would be drawn twice.
      if (holdsPoint(tile, geometry.at)) found.push(feature);
    } else if (isWithin(feature.box, box)) found.push(feature);
    else if (touches(feature.box, box)) {
      for (const cut of clipped(geometry, box)) found.push({ ...feature, geometry: cut, box: boxOf(cut) });
    }
  }
  return found;
}

function clipped(geometry: Exclude<BaseGeometry, { kind: 'Point' }>, box: Box): BaseGeometry[] {
  if (geometry.kind === 'LineString')
    return clipLine(geometry.line, box).map((line) => ({ kind: 'LineString', line }) as const);
  const [outer, ...holes] = geometry.rings.map((ring) => clipRing(ring, box));
  if (outer === null || outer === undefined) return [];
  return [{ kind: 'Polygon', rings: [outer, ...holes.filter((hole) => hole !== null)] }];
}

/** Null where nothing of the features is left after rounding to whole units. */
function encode(features: readonly Prepared[], coord: TileCoord): BaseTile | null {
  let kept = features;
  for (;;) {
    const bytes = encodeTile(layersOf(kept, coord));
    if (bytes.length === 0) return null;
    if (bytes.length <= MAX_TILE_BYTES || kept.length <= 1)
      return { coord, bytes, dropped: features.length - kept.length };
    kept = withoutSmallest(kept);
  }
}

/** A tenth fewer: what goes is what covers the least, of the layer that has the most. */
function withoutSmallest(features: readonly Prepared[]): readonly Prepared[] {
  const counts = groupBy(features, ({ layer }) => layer);
  const largest = [...counts.values()].reduce((most, each) => (each.length > most.length ? each : most));
  const size = ({ box }: Prepared): number => Math.max(box[2] - box[0], box[3] - box[1]);
  const gone = new Set([...largest].sort((a, b) => size(a) - size(b)).slice(0, Math.ceil(largest.length / 10)));
  return features.filter((feature) => !gone.has(feature));
}

function* layersOf(
  features: readonly Prepared[],
  coord: TileCoord,
): Generator<{ readonly name: string; readonly features: Iterable<TileFeature> }> {
  const layers = groupBy(features, ({ layer }) => layer);
  for (const name of BASE_LAYERS) {
    const own = layers.get(name);
    if (own !== undefined) yield { name, features: tileFeatures(own, coord) };
  }
}

/** Features that differ in nothing but their place are one. */
function tileFeatures(features: readonly Prepared[], coord: TileCoord): TileFeature[] {
  const alike = groupBy(features, ({ key, geometry }) => `${geometry.kind} ${key}`);
  return [...alike.values()].flatMap((group, index) => {
    const [first] = group;
    if (first === undefined) return [];
    return [{ fid: index + 1, attributes: first.attributes, geometry: joined(group, coord) }];
  });
}

function joined(group: readonly Prepared[], coord: TileCoord): TileGeometry {
  const geometries = group.map(({ geometry }) => geometry);
  const [first] = geometries;
  if (first?.kind === 'Point')
    return {
      kind: 'Point',
      points: geometries.flatMap((each) => (each.kind === 'Point' ? [...toUnits(each.at, coord)] : [])),
    };
  if (first?.kind === 'LineString')
    return {
      kind: 'LineString',
      lines: geometries.flatMap((each) => (each.kind === 'LineString' ? [toUnits(each.line, coord)] : [])),
    };
  return {
    kind: 'Polygon',
    polygons: geometries.flatMap((each) =>
      each.kind === 'Polygon' ? [each.rings.map((ring) => toUnits(ring, coord))] : [],
    ),
  };
}

function toUnits(path: Path, { z, x, y }: TileCoord): number[] {
  const scale = EXTENT * 2 ** z;
  const units = new Array<number>(path.length);
  for (let i = 0; i < path.length; i += 2) {
    units[i] = (path[i] as number) * scale - x * EXTENT;
    units[i + 1] = (path[i + 1] as number) * scale - y * EXTENT;
  }
  return units;
}

function boxOf(geometry: BaseGeometry): Box {
  if (geometry.kind === 'Point') return boxAround(geometry.at);
  return boxAround(geometry.kind === 'LineString' ? geometry.line : (geometry.rings[0] as Path));
}

function holdsPoint([left, top, right, bottom]: Box, [x = 0, y = 0]: Path): boolean {
  return x >= left && x < right && y >= top && y < bottom;
}

function isWithin(a: Box, b: Box): boolean {
  return a[0] >= b[0] && a[1] >= b[1] && a[2] <= b[2] && a[3] <= b[3];
}

function touches(a: Box, b: Box): boolean {
  return a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1];
}

function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

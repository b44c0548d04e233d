/** The base map of the demonstration city: its shore and borders smoothed, made-up land cover, names about in place. */
import { toPath, type BaseFeature, type BaseMapContents } from '../../../../server/basemap/index.ts';
import { metresPerDegree, polygonsOf } from '../../../../tiles/tile/spheroid.ts';
import type { Text } from '../../../../tiles/layer/layer.ts';
import type { World } from '../types.ts';
import { landCover, type Cover } from './cover.ts';
import { BEACHES, HILLS, ISLANDS, LAKES, PARKS, RIVERS, WATERS, type Lake } from './places.ts';
import { smoothAreas, smoothLine, type Line, type Rings } from './smooth.ts';

const SEA = 'sea';
const ATTRIBUTION: Text = {
  zh: '底图仅供示意，部分为合成',
  en: 'Base map: indicative, partly synthetic',
};
/** Bounds of the archive: what the base data covers, and the sea around it. */
const BOUNDS = [119.4, 35.4, 121.3, 37.6] as const;
/** Its tiles are exact to 1.2 m: what is made up has no finer detail. */
const LAST_ZOOM = 13;
const FIRST_ZOOM: Readonly<Record<Cover, number>> = {
  farmland: 8,
  grass: 10,
  forest: 7,
  residential: 8,
  industrial: 10,
  park: 11,
};
/** Half the width of a beach, which lies at the shore nearest to where it is said to be. */
const BEACH_M = 45;
const BEACH_REACH_M = 1100;

export function qingdaoBaseMap(
  world: Pick<World, 'districts' | 'subdistricts' | 'communities' | 'sea' | 'people' | 'rng'>,
): BaseMapContents {
  const land = world.subdistricts.flatMap(({ code, geometry }) =>
    polygonsOf(geometry).map((rings) => [code, rings] as const),
  );
  const sea = polygonsOf(world.sea).map((rings) => [SEA, rings] as const);
  const { rings: smooth, borders } = smoothAreas([...land, ...sea], [SEA]);
  const shore = borders.filter(({ beside }) => beside.includes(SEA) && beside.length > 1).map(({ line }) => line);
  return {
    bounds: BOUNDS,
    maxzoom: LAST_ZOOM,
    draws: ['district', 'subdistrict', 'sea'],
    attribution: ATTRIBUTION,
    features: [
      ...world.districts.flatMap(({ geometry }) =>
        polygonsOf(geometry).map((rings) => area('land', smooth(rings), {}, 0)),
      ),
      ...[...landCover(world)].flatMap(([cover, areas]) =>
        areas.map((rings) => area('landcover', rings, { class: cover }, FIRST_ZOOM[cover])),
      ),
      ...BEACHES.flatMap(({ at }) => beachesAt(at, shore)),
      ...sea.map(([, rings]) => area('water', smooth(rings), { class: 'sea' }, 0)),
      ...shore.map(
        (line): BaseFeature => ({
          layer: 'water',
          attributes: { class: 'shore' },
          minzoom: 0,
          geometry: { kind: 'LineString', line: toPath(line) },
        }),
      ),
      ...LAKES.map((lake) => area('water', [outlineOf(lake)], { class: 'lake' }, 8)),
      ...RIVERS.map(({ name, line }) => river(name, line)),
      ...borders.flatMap(({ line, beside }) => border(line, beside)),
      ...names(world),
    ],
  };
}

function area(
  layer: 'land' | 'landcover' | 'water',
  rings: Rings,
  attributes: BaseFeature['attributes'],
  minzoom: number,
): BaseFeature {
  return { layer, attributes, minzoom, geometry: { kind: 'Polygon', rings: rings.map(toPath) } };
}

function river(name: Text, line: Line): BaseFeature {
  return {
    layer: 'waterway',
    attributes: { class: 'river', ...namesOf(name) },
    minzoom: 8,
    geometry: { kind: 'LineString', line: toPath(smoothLine(line)) },
  };
}

/** Between two districts, between two subdistricts of one, or of the whole city; the shore is no border. */
function border(line: Line, beside: readonly string[]): BaseFeature[] {
  if (beside.includes(SEA)) return [];
  const [one = '', other] = beside;
  // Levels as in OpenStreetMap: prefectures 5, districts 6, subdistricts 8.
  const level = other === undefined ? 5 : one.slice(0, 6) === other.slice(0, 6) ? 8 : 6;
  return [
    {
      layer: 'boundary',
      attributes: { admin_level: level },
      minzoom: level === 8 ? 10 : 0,
      geometry: { kind: 'LineString', line: toPath(line) },
    },
  ];
}

function* names(world: Pick<World, 'communities'>): Generator<BaseFeature> {
  for (const { name, at, kind } of WATERS) yield place(kind, name, at, kind === 'sea' ? 7 : 9);
  for (const { name, at, reachM } of HILLS) yield place('peak', name, at, reachM > 4000 ? 9 : 11);
  for (const { name, at } of ISLANDS) yield place('island', name, at, 10);
  for (const { name, at } of LAKES) yield place('lake', name, at, 10);
  for (const { name, at } of PARKS) yield place('park', name, at, 13);
  for (const { name, at } of BEACHES) yield place('beach', name, at, 13);
  for (const { name, center } of world.communities) yield place('village', name, [center.lon, center.lat], LAST_ZOOM);
}

function place(kind: string, name: Text, at: readonly number[], minzoom: number): BaseFeature {
  return {
    layer: 'place',
    attributes: { class: kind, ...namesOf(name) },
    minzoom,
    geometry: { kind: 'Point', at: toPath([at]) },
  };
}

function namesOf({ zh, en }: Text): { readonly name: string; readonly name_en: string } {
  return { name: zh, name_en: en };
}

/** Round, with coves. */
function outlineOf({ at: [lon, lat], radiusM }: Lake): Line {
  const scale = metresPerDegree(lat);
  const steps = 28;
  const ring = Array.from({ length: steps }, (_, i) => {
    const turn = (2 * Math.PI * i) / steps;
    const radius =
      radiusM * (1 + 0.18 * Math.sin(3 * turn + lon) + 0.12 * Math.sin(5 * turn + lat) + 0.07 * Math.sin(9 * turn));
    return [lon + (radius * Math.cos(turn)) / scale.lon, lat + (0.75 * radius * Math.sin(turn)) / scale.lat];
  });
  return smoothLine([...ring, ring[0] as number[]]);
}

/** Strips along the shore near a place, half of them under the sea that is drawn over them. */
function beachesAt([lon, lat]: readonly [number, number], shore: readonly Line[]): BaseFeature[] {
  const scale = metresPerDegree(lat);
  const isNear = ([x = 0, y = 0]: readonly number[]): boolean =>
    Math.hypot((x - lon) * scale.lon, (y - lat) * scale.lat) < BEACH_REACH_M;
  return shore.flatMap((line) => {
    const run = line.filter(isNear);
    if (run.length < 3) return [];
    const side = (sign: number): number[][] =>
      run.map(([x = 0, y = 0], i) => {
        const [[ax = 0, ay = 0], [bx = 0, by = 0]] = [
          run[Math.max(0, i - 1)] ?? [],
          run[Math.min(run.length - 1, i + 1)] ?? [],
        ];
        const [dx, dy] = [(bx - ax) * scale.lon, (by - ay) * scale.lat];
        const length = Math.hypot(dx, dy) || 1;
        const wide = BEACH_M * Math.sin((Math.PI * (i + 0.5)) / run.length) ** 0.5;
        return [x - (sign * wide * dy) / length / scale.lon, y + (sign * wide * dx) / length / scale.lat];
      });
    const ring = [...side(1), ...side(-1).reverse()];
    return [area('landcover', [[...ring, ring[0] as number[]]], { class: 'beach' }, 11)];
  });
}

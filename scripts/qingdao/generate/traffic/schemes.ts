import { lineString } from '@turf/helpers';
import { length } from '@turf/length';
import { lineSliceAlong } from '@turf/line-slice-along';
import { apportion } from '../apportion.ts';
import { caseFeatureId, definite } from '../features.ts';
import { distanceM } from '../outline.ts';
import { URBAN_DISTRICTS } from '../population.ts';
import { besideRoad, roadLine } from '../road-line.ts';
import { skewedWeights } from '../share-out.ts';
import { lineThrough } from '../sketch.ts';
import type { DemoFeature, LonLat, Rng, Road, World } from '../types.ts';

const PLANS = { all: 121, withJunction: 94, boxJunctions: 180, noStoppingM2: 2_560, signs: 428 } as const;
const SCHEMES = { all: 21, places: 16 } as const;
const LONGEST_KM = 2.5;
const SHARES: Readonly<Record<string, number>> = {
  370202: 30,
  370203: 38,
  370211: 16,
  370212: 14,
  370213: 15,
  370214: 8,
};
const SHIBEI = '370203';

interface Place {
  readonly zh: string;
  readonly en: string;
  readonly district: string;
  readonly at: LonLat;
}

/** Places of micro-circulation that the source names, all in the old town of Shibei or close to it. */
const NAMED: readonly Place[] = [
  {
    zh: '明月峡路观音峡路片区',
    en: 'Mingyuexia and Guanyinxia roads',
    district: SHIBEI,
    at: { lon: 120.418, lat: 36.105 },
  },
  { zh: '富源路片区', en: 'Fuyuan Road', district: SHIBEI, at: { lon: 120.386, lat: 36.117 } },
  { zh: '宝鸡路与宝清路片区', en: 'Baoji and Baoqing roads', district: SHIBEI, at: { lon: 120.371, lat: 36.123 } },
  { zh: '台东五路片区', en: 'Taidong 5th Road', district: SHIBEI, at: { lon: 120.357, lat: 36.085 } },
  { zh: '嘉善路片区', en: 'Jiashan Road', district: SHIBEI, at: { lon: 120.368, lat: 36.112 } },
];

/** One-road plans on roads of the towns, and micro-circulation schemes on the small roads around sixteen places. */
export function makeSchemes(world: World, rng: Rng): DemoFeature[] {
  return [...oneRoadPlans(world, rng), ...microCirculation(world, rng)];
}

function oneRoadPlans(world: World, rng: Rng): DemoFeature[] {
  const counts = apportion(
    PLANS.all,
    URBAN_DISTRICTS.map((district) => SHARES[district] ?? 0),
  );
  const roads = rng.shuffle(
    URBAN_DISTRICTS.flatMap((district, i) =>
      busiestFirst(rng.shuffle(world.network.roads.filter((road) => road.district === district))).slice(0, counts[i]),
    ),
  );
  if (roads.length < PLANS.all) throw new Error(`The towns have only ${roads.length} roads for ${PLANS.all} plans.`);
  const boxes = apportion(PLANS.boxJunctions, skewedWeights(PLANS.all, rng));
  const noStopping = apportion(PLANS.noStoppingM2, skewedWeights(PLANS.all, rng), 1);
  const signs = apportion(PLANS.signs, skewedWeights(PLANS.all, rng));
  return roads.map((road, i) =>
    scheme(caseFeatureId(33, i, 'road-'), road, {
      name: `${road.name.zh}“一路一图”方案`,
      name_en: `One-road plan of ${road.name.en}`,
      kind: 'one-road',
      junction_plan: i < PLANS.withJunction,
      box_junctions: boxes[i],
      no_stopping_m2: noStopping[i],
      signs: signs[i],
    }),
  );
}

function microCirculation(world: World, rng: Rng): DemoFeature[] {
  const areas: Place[] = [...NAMED, ...otherPlaces(world, SCHEMES.places - NAMED.length, rng)];
  const taken = new Set<string>();
  return Array.from({ length: SCHEMES.all }, (_, i) => {
    const area = areas[i % areas.length];
    if (area === undefined) throw new Error(`There is no place for scheme ${i}.`);
    const road = smallRoadsNear(world, area).find(({ id }) => !taken.has(id));
    if (road === undefined) throw new Error(`No small road is left near ${area.zh}.`);
    taken.add(road.id);
    return scheme(caseFeatureId(33, i, 'micro-'), road, {
      name: `${area.zh}微循环方案${i < areas.length ? 1 : 2}`,
      name_en: `Micro-circulation ${i < areas.length ? 1 : 2}, ${area.en}`,
      kind: 'micro-circulation',
      area: area.zh,
      area_en: area.en,
    });
  });
}

function otherPlaces(world: World, n: number, rng: Rng): Place[] {
  const streets = world.subdistricts.filter(
    ({ district, areaKm2 }) => URBAN_DISTRICTS.includes(district) && areaKm2 < 20,
  );
  return rng
    .shuffle(streets)
    .slice(0, n)
    .map(({ name, district, center }) => ({
      zh: `${name.zh}小区片区`,
      en: `neighbourhoods of ${name.en}`,
      district,
      at: center,
    }));
}

function smallRoadsNear(world: World, { district, at }: Place): Road[] {
  return world.network.roads
    .filter((road) => road.district === district && RANK[road.class] > 0)
    .map((road) => ({ road, far: distanceM(at, besideRoad(world, road, 0)) }))
    .sort((a, b) => a.far - b.far || (a.road.id < b.road.id ? -1 : 1))
    .map(({ road }) => road);
}

const RANK = { trunk: 0, primary: 0, secondary: 0, tertiary: 1, residential: 2 } as const;

/** Main roads, then the others; roads of one rank keep their order. */
function busiestFirst(roads: readonly Road[]): Road[] {
  return [...roads].sort((a, b) => RANK[a.class] - RANK[b.class]);
}

/** Drawn on the road, or on the middle part of a long one. */
function scheme(
  id: string,
  road: Road,
  properties: Readonly<Record<string, string | number | boolean | undefined>>,
): DemoFeature {
  const line = lineString(roadLine(road).map(({ lon, lat }) => [lon, lat]));
  const allKm = length(line);
  const km = Math.min(allKm, LONGEST_KM);
  const part = lineSliceAlong(line, (allKm - km) / 2, (allKm + km) / 2).geometry.coordinates;
  return {
    id,
    geometry: lineThrough(part.map(([lon = 0, lat = 0]) => ({ lon, lat }))),
    provenance: 'synthetic',
    properties: definite({
      ...properties,
      road: road.id,
      length_m: Math.round(km * 1000),
      district: road.district,
      street: road.subdistrict,
    }),
  };
}

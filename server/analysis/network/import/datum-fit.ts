/**
 * How well streets fit to what is known of the ground, read in one datum or another: GCJ-02 and BD-09 lie some 500 m and
 * 1,000 m off, which puts streets into the sea, and off the roads that are known.
 */
import Flatbush from 'flatbush';
import type { Notice } from '../../../../tiles/analysis/result.ts';
import type { Text } from '../../../../tiles/layer.ts';
import { distanceM } from '../../../../tiles/spheroid.ts';
import { toWgs84 } from '../../../load/datum.ts';
import type { Datum } from '../../../load/types.ts';
import { NETWORK_IMPORT as TEXT } from '../../../messages/analysis/network-import.ts';
import { enumerate, fill, type Lang } from '../../../messages/index.ts';
import { notice } from '../../errors.ts';
import { buildGraph } from '../build.ts';
import { snapPoints } from '../snap.ts';
import type { Ground } from './ground.ts';
import type { StreetSource } from './source.ts';

/** Datums that files are in without saying so. CGCS2000 is WGS 84 to a few centimetres. */
export const READINGS = ['wgs84', 'gcj02', 'bd09'] as const satisfies readonly Datum[];
export type Reading = (typeof READINGS)[number];

/** How a reading fits; null where there is nothing to compare with. */
export interface Fit {
  /** Share of the streets' length that lies in the sea, bridges and tunnels left out. */
  readonly inSea: number | null;
  /** Median distance of the streets to the nearest known road, at most `FAR_M`. */
  readonly toRoadsM: number | null;
}

export interface DatumFit {
  readonly fits: Readonly<Record<Reading, Fit>>;
  /** The reading that fits clearly better than that of the file; null where none does. */
  readonly better: Reading | null;
}

const SAMPLES = 20_000;
const FAR_M = 1000;
/**
 * When another reading is clearly better. In the sea: half as much or less, and by at least this share and number of
 * samples. From known roads: a third as far or less, where the present reading is off by more than streets are wide.
 */
const SEA = { ratio: 2, share: 0.002, samples: 20 } as const;
const ROADS = { ratio: 3, metres: 50, share: 0.3 } as const;

/** Compares the readings of streets; `present` is the one they are to be taken in. */
export function fitDatums(source: Pick<StreetSource, 'lonLat' | 'streets'>, ground: Ground, present: Reading): DatumFit {
  const samples = sampleStreets(source);
  const inSea = ground.sea === null ? null : seaOf(ground.sea);
  const nearRoads = roadsOf(ground.roads);
  const fitted = READINGS.map((reading): readonly [Reading, Fit, number] => {
    const places = inDatum(samples, reading);
    const distances = nearRoads?.(places) ?? null;
    const roads = distances?.filter((metres) => metres < FAR_M).length ?? 0;
    return [reading, { inSea: inSea?.(places) ?? null, toRoadsM: distances === null ? null : median(distances) }, roads / (samples.length / 2)];
  });
  const fits = Object.fromEntries(fitted) as Record<Reading, Fit>;
  // Known roads of another place tell nothing.
  const hasRoads = fitted.some(([, , share]) => share >= ROADS.share);
  if (!hasRoads) for (const reading of READINGS) fits[reading] = { ...fits[reading], toRoadsM: null };
  return { fits, better: betterByRoads(fits, present) ?? betterBySea(fits, present, samples.length / 2) };
}

/**
 * What the fit says of the datum the streets are taken in: that another is clearly better, that it fits, or that nothing
 * can be said, as there is neither a coast near nor a road that is known.
 */
export function fitNotice(fit: DatumFit, present: Reading): Notice {
  const { fits, better } = fit;
  if (better !== null) return notice('network-datum-wrong', TEXT['datum-wrong'], { ...numbersOf(fits), present: NAMES[present], better: NAMES[better], option: better });
  if (!tells(fits)) return notice('network-datum-unknown', TEXT['datum-unknown'], { present: NAMES[present] });
  return notice('network-datum-fits', TEXT['datum-fits'], { ...numbersOf(fits), present: NAMES[present] });
}

function tells(fits: DatumFit['fits']): boolean {
  const shares = READINGS.map((reading) => fits[reading].inSea ?? 0);
  return fits.wgs84.toRoadsM !== null || Math.max(...shares) - Math.min(...shares) >= SEA.share;
}

export const NAMES: Readonly<Record<Datum, string>> = { wgs84: 'WGS 84', cgcs2000: 'CGCS2000', gcj02: 'GCJ-02', bd09: 'BD-09' };

function numbersOf(fits: DatumFit['fits']): { readonly numbers: Text } {
  const inLanguage = (lang: Lang): string => READINGS.map((reading) => {
    const { inSea, toRoadsM } = fits[reading];
    const sea = inSea === null ? null : fill(TEXT['in-sea'][lang], { share: (inSea * 100).toFixed(2) });
    const roads = toRoadsM === null ? null : fill(TEXT['to-roads'][lang], { metres: toRoadsM.toFixed(0) });
    return `${NAMES[reading]}${TEXT.colon[lang]}${enumerate([sea, roads].filter((part) => part !== null), lang)}`;
  }).join(TEXT.semicolon[lang]);
  return { numbers: { zh: inLanguage('zh'), en: inLanguage('en') } };
}

function betterByRoads(fits: DatumFit['fits'], present: Reading): Reading | null {
  const now = fits[present].toRoadsM;
  if (now === null || now < ROADS.metres) return null;
  const best = bestOf(fits, ({ toRoadsM }) => toRoadsM);
  return best !== null && best.value * ROADS.ratio <= now ? best.reading : null;
}

function betterBySea(fits: DatumFit['fits'], present: Reading, samples: number): Reading | null {
  const now = fits[present].inSea;
  if (now === null || fits[present].toRoadsM !== null) return null;
  const best = bestOf(fits, ({ inSea }) => inSea);
  if (best === null) return null;
  const less = now - best.value;
  return best.value * SEA.ratio <= now && less >= SEA.share && less * samples >= SEA.samples ? best.reading : null;
}

function bestOf(fits: DatumFit['fits'], of: (fit: Fit) => number | null): { readonly reading: Reading; readonly value: number } | null {
  const values = READINGS.flatMap((reading) => {
    const value = of(fits[reading]);
    return value === null ? [] : [{ reading, value }];
  });
  return values.reduce<(typeof values)[number] | null>((best, each) => (best === null || each.value < best.value ? each : best), null);
}

/** Places along the streets at equal spaces, without those that may cross water. */
function sampleStreets({ lonLat, streets }: Pick<StreetSource, 'lonLat' | 'streets'>): Float64Array {
  const onLand = streets.filter(({ mayCrossWater }) => !mayCrossWater);
  const at = (point: number): { readonly lon: number; readonly lat: number } => ({ lon: lonLat[point * 2] as number, lat: lonLat[point * 2 + 1] as number });
  const segments = onLand.flatMap(({ points }) => points.slice(1).map((point, i) => ({ a: at(points[i] as number), b: at(point) })));
  const lengths = segments.map(({ a, b }) => distanceM(a, b));
  const step = lengths.reduce((sum, length) => sum + length, 0) / SAMPLES;
  const samples: number[] = [];
  let next = step / 2;
  segments.forEach(({ a, b }, s) => {
    const length = lengths[s] as number;
    for (; next < length; next += step) samples.push(a.lon + (next / length) * (b.lon - a.lon), a.lat + (next / length) * (b.lat - a.lat));
    next -= length;
  });
  return Float64Array.from(samples);
}

export function inDatum(lonLat: Float64Array, datum: Datum): Float64Array {
  if (datum === 'wgs84' || datum === 'cgcs2000') return lonLat;
  const places = new Float64Array(lonLat.length);
  for (let i = 0; i < lonLat.length; i += 2) places.set(toWgs84([lonLat[i] as number, lonLat[i + 1] as number], datum), i);
  return places;
}

/** Share of places inside the rings, by the even-odd rule. */
function seaOf(rings: NonNullable<Ground['sea']>): (places: Float64Array) => number {
  const edges = rings.flatMap((ring) => ring.slice(1).map((end, i) => [...ring[i] as readonly number[], ...end]));
  const tree = new Flatbush(edges.length);
  for (const [ax = NaN, ay = NaN, bx = NaN, by = NaN] of edges) tree.add(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by));
  tree.finish();
  const isInside = (lon: number, lat: number): boolean => tree.search(lon, lat, Infinity, lat).filter((index) => {
    const [ax = NaN, ay = NaN, bx = NaN, by = NaN] = edges[index] as number[];
    return ay > lat !== by > lat && lon < ax + ((lat - ay) / (by - ay)) * (bx - ax);
  }).length % 2 === 1;
  return (places) => {
    let count = 0;
    for (let i = 0; i < places.length; i += 2) if (isInside(places[i] as number, places[i + 1] as number)) count += 1;
    return count / (places.length / 2);
  };
}

/** Distances of places to the nearest of the roads, at most `FAR_M`; null where there are no roads. */
function roadsOf(roads: Ground['roads']): ((places: Float64Array) => Float64Array) | null {
  if (roads.length === 0) return null;
  const graph = buildGraph({
    meta: { id: '', title: TEXT.known, provenance: 'official', source: TEXT.known, costUnit: 's' },
    lonLat: roads.flatMap((line) => [...line[0] as readonly number[], ...line.at(-1) as readonly number[]]),
    edges: roads.map((line, i) => ({ from: i * 2, to: i * 2 + 1, shape: line.slice(1, -1).flat(), forwardMps: { walk: 1 }, backwardMps: {} })),
  });
  return (places) => snapPoints(graph, 'walk', places, { maxDistanceM: FAR_M }).distanceM.map((metres) => Math.min(metres, FAR_M));
}

function median(values: Float64Array): number {
  return values.slice().sort()[Math.floor(values.length / 2)] ?? 0;
}

/** The reading that a datum stands for. */
export function readingOf(datum: Datum): Reading {
  return datum === 'cgcs2000' ? 'wgs84' : datum;
}


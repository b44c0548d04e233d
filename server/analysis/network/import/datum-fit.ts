/**
 * How well streets fit to what is known of the ground, read in one datum or another: GCJ-02 and BD-09 lie some 500 m
 * and 1,000 m off, which puts streets into the sea, and off the roads that are known.
 */
import Flatbush from 'flatbush';
import type { Warning } from '../../../../tiles/api/result.ts';
import type { Text } from '../../../../tiles/layer/layer.ts';
import { distanceM } from '../../../../tiles/tile/spheroid.ts';
import { DATUM_NAMES as NAMES, inDatum, READINGS } from '../../../ingest/index.ts';
import type { KnownGround as Ground, Reading } from '../../../ingest/index.ts';
import { NETWORK_IMPORT as TEXT } from '../import-messages.ts';
import { fill } from '../../../../tiles/i18n.ts';
import { enumerate, type Lang } from '../../../platform/messages/index.ts';
import { warning } from '../../errors.ts';
import { buildGraph } from '../build.ts';
import { segmentIndex, snapPoints } from '../snap.ts';
import type { StreetSource } from './source.ts';

/** How a reading fits; null where there is nothing to compare with. */
export interface Fit {
  /** Share of the streets' length that lies in the sea, bridges and tunnels left out. */
  readonly inSea: number | null;
  /** Share of the streets' length that lies on known roads, `ON_ROAD_M` to either side. */
  readonly onRoads: number | null;
}

export interface DatumFit {
  readonly fits: Readonly<Record<Reading, Fit>>;
  /** The reading that fits clearly better than that of the file; null where none does. */
  readonly better: Reading | null;
}

const SAMPLES = 10_000;
/** Two surveys of a road lie about this far apart. */
const ON_ROAD_M = 20;
/** Within this a known road is of the same place. */
const NEAR_M = 1000;
/**
 * When another reading is clearly better: where at most half as much lies in the sea, or half as much again on known
 * roads (in a dense town streets a block off lie on others by chance), and the difference is at least this share.
 */
const SEA = { ratio: 2, share: 0.002 } as const;
const ROADS = { ratio: 1.5, share: 0.05, nearShare: 0.3 } as const;

/** Compares the readings of streets; `present` is the one they are to be taken in. */
export function fitDatums(
  source: Pick<StreetSource, 'lonLat' | 'streets'>,
  ground: Ground,
  present: Reading,
): DatumFit {
  const samples = sampleStreets(source);
  const inSea = ground.sea === null ? null : seaOf(ground.sea);
  const toRoads = distancesTo(ground.roads);
  const places = READINGS.map((reading) => inDatum(samples, reading));
  const distances = toRoads === null ? [] : places.map(toRoads);
  // Known roads of another place tell nothing.
  const hasRoads = distances.some((metres) => shareWithin(metres, NEAR_M) >= ROADS.nearShare);
  const fits = Object.fromEntries(
    READINGS.map((reading, r): readonly [Reading, Fit] => [
      reading,
      {
        inSea: inSea?.(places[r] as Float64Array) ?? null,
        onRoads: hasRoads ? shareWithin(distances[r] as Float64Array, ON_ROAD_M) : null,
      },
    ]),
  ) as Record<Reading, Fit>;
  return { fits, better: hasRoads ? betterByRoads(fits, present) : betterBySea(fits, present) };
}

/**
 * What the fit says of the datum the streets are taken in: that another is clearly better, that it fits, or that
 * nothing can be said, as there is neither a coast near nor a road that is known.
 */
export function fitWarning(fit: DatumFit, present: Reading): Warning {
  const { fits, better } = fit;
  if (better !== null)
    return warning('network-datum-wrong', TEXT['datum-wrong'], {
      ...numbersOf(fits),
      present: NAMES[present],
      better: NAMES[better],
      option: better,
    });
  if (!tells(fits)) return warning('network-datum-unknown', TEXT['datum-unknown'], { present: NAMES[present] });
  return warning('network-datum-fits', TEXT['datum-fits'], { ...numbersOf(fits), present: NAMES[present] });
}

function tells(fits: DatumFit['fits']): boolean {
  const shares = READINGS.map((reading) => fits[reading].inSea ?? 0);
  return fits.wgs84.onRoads !== null || Math.max(...shares) - Math.min(...shares) >= SEA.share;
}

function numbersOf(fits: DatumFit['fits']): { readonly numbers: Text } {
  const inLanguage = (lang: Lang): string =>
    READINGS.map((reading) => {
      const { inSea, onRoads } = fits[reading];
      const sea = inSea === null ? null : fill(TEXT['in-sea'][lang], { share: (inSea * 100).toFixed(2) });
      const roads = onRoads === null ? null : fill(TEXT['on-roads'][lang], { share: (onRoads * 100).toFixed(1) });
      return `${NAMES[reading]}${TEXT.colon[lang]}${enumerate(
        [sea, roads].filter((part) => part !== null),
        lang,
      )}`;
    }).join(TEXT.semicolon[lang]);
  return { numbers: { zh: inLanguage('zh'), en: inLanguage('en') } };
}

function betterByRoads(fits: DatumFit['fits'], present: Reading): Reading | null {
  const now = fits[present].onRoads ?? 0;
  const [best] = [...READINGS].sort((a, b) => (fits[b].onRoads ?? 0) - (fits[a].onRoads ?? 0));
  const share = best === undefined ? 0 : (fits[best].onRoads ?? 0);
  return best !== undefined && share >= now * ROADS.ratio && share - now >= ROADS.share ? best : null;
}

function betterBySea(fits: DatumFit['fits'], present: Reading): Reading | null {
  const now = fits[present].inSea ?? 0;
  const [best] = [...READINGS].sort((a, b) => (fits[a].inSea ?? 0) - (fits[b].inSea ?? 0));
  const share = best === undefined ? 0 : (fits[best].inSea ?? 0);
  return best !== undefined && share * SEA.ratio <= now && now - share >= SEA.share ? best : null;
}

/** Places along the streets at equal spaces, without those that may cross water. */
function sampleStreets({ lonLat, streets }: Pick<StreetSource, 'lonLat' | 'streets'>): Float64Array {
  const onLand = streets.filter(({ mayCrossWater }) => !mayCrossWater);
  const at = (point: number): { readonly lon: number; readonly lat: number } => ({
    lon: lonLat[point * 2] as number,
    lat: lonLat[point * 2 + 1] as number,
  });
  const eachSegment = (call: (from: number, to: number, lengthM: number) => void): void => {
    for (const { points } of onLand)
      for (let i = 1; i < points.length; i += 1) {
        const [from, to] = [points[i - 1] as number, points[i] as number];
        call(from, to, distanceM(at(from), at(to)));
      }
  };
  let totalM = 0;
  eachSegment((_from, _to, lengthM) => {
    totalM += lengthM;
  });
  const step = totalM / SAMPLES;
  const samples: number[] = [];
  let next = step / 2;
  eachSegment((from, to, lengthM) => {
    const [a, b] = [at(from), at(to)];
    for (; next < lengthM; next += step)
      samples.push(a.lon + (next / lengthM) * (b.lon - a.lon), a.lat + (next / lengthM) * (b.lat - a.lat));
    next -= lengthM;
  });
  return Float64Array.from(samples);
}

/** Share of places inside the rings, by the even-odd rule. */
function seaOf(rings: NonNullable<Ground['sea']>): (places: Float64Array) => number {
  const edges = rings.flatMap((ring) => ring.slice(1).map((end, i) => [...(ring[i] as readonly number[]), ...end]));
  const tree = new Flatbush(edges.length);
  for (const [ax = NaN, ay = NaN, bx = NaN, by = NaN] of edges)
    tree.add(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by));
  tree.finish();
  const isInside = (lon: number, lat: number): boolean =>
    tree.search(lon, lat, Infinity, lat).filter((index) => {
      const [ax = NaN, ay = NaN, bx = NaN, by = NaN] = edges[index] as number[];
      return ay > lat !== by > lat && lon < ax + ((lat - ay) / (by - ay)) * (bx - ax);
    }).length %
      2 ===
    1;
  return (places) => {
    let count = 0;
    for (let i = 0; i < places.length; i += 2) if (isInside(places[i] as number, places[i + 1] as number)) count += 1;
    return count / (places.length / 2);
  };
}

/** Metres from places to the nearest of the roads, infinite beyond `NEAR_M`; null where there are no roads. */
function distancesTo(roads: Ground['roads']): ((places: Float64Array) => Float64Array) | null {
  if (roads.length === 0) return null;
  const graph = buildGraph({
    meta: { id: '', title: TEXT.known, provenance: 'official', source: TEXT.known, costUnit: 's' },
    lonLat: roads.flatMap((line) => [...(line[0] as readonly number[]), ...(line.at(-1) as readonly number[])]),
    edges: roads.map((line, i) => ({
      from: i * 2,
      to: i * 2 + 1,
      shape: line.slice(1, -1).flat(),
      forwardMps: { walk: 1 },
      backwardMps: {},
    })),
  });
  const index = segmentIndex(graph);
  return (places) => snapPoints(graph, 'walk', places, { maxDistanceM: NEAR_M, index }).distanceM;
}

function shareWithin(metres: Float64Array, limitM: number): number {
  return metres.reduce((count, each) => (each <= limitM ? count + 1 : count), 0) / metres.length;
}

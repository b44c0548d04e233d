/** Made-up files of a coastal city in one of the datums, for tests of what finds out in which. */
import gcoord from 'gcoord';
import type { GeoJSONGeometry } from '../../tiles/api/wire.ts';
import { createAreaIndex } from '../../tiles/tile/area-index.ts';
import { metresPerDegree, polygonsOf } from '../../tiles/tile/spheroid.ts';
import type { Datum } from '../ingest/types.ts';
import type { Random } from './random.ts';

export interface DatumSet {
  readonly kind: string;
  readonly datum: Datum;
  readonly geometry: 'Point' | 'LineString' | 'Polygon';
  readonly features: readonly {
    readonly id: string;
    readonly geometry: GeoJSONGeometry;
    readonly attributes: Readonly<Record<string, string>>;
  }[];
}

/** What sets are made from, all in WGS 84. */
export interface DatumGround {
  readonly subdistricts: readonly { readonly code: string; readonly geometry: GeoJSONGeometry }[];
  readonly sea: GeoJSONGeometry;
  readonly roads: readonly (readonly Position[])[];
}

type Position = readonly [lon: number, lat: number];
type Making = (random: Random, count: number) => Omit<DatumSet, 'datum'>;

export const SET_DATUMS = ['wgs84', 'cgcs2000', 'gcj02', 'bd09'] as const;

/** Kinds of sets that something is known of, and of sets that nothing is. */
export function datumSets(ground: DatumGround): {
  readonly telling: readonly Making[];
  readonly silent: readonly Making[];
} {
  const codes = ground.subdistricts.map(({ code }) => code);
  const areas = createAreaIndex(ground.subdistricts.map(({ geometry }) => geometry));
  const sea = createAreaIndex([ground.sea]);
  const shore = polygonsOf(ground.sea)
    .flat(2)
    .map(([lon = 0, lat = 0]): Position => [lon, lat]);
  const borders = ground.subdistricts.flatMap(({ geometry }) => polygonsOf(geometry).flat());
  const { roads } = ground;
  const of = <T>(random: Random, list: readonly T[]): T => list[random.below(list.length)] as T;
  const isLand = ([lon, lat]: Position): boolean => areas.locate(lon, lat) >= 0;
  const moved = (random: Random, [lon, lat]: Position, metres: number): Position => {
    const scale = metresPerDegree(lat);
    const angle = random.next() * 2 * Math.PI;
    const r = metres * Math.sqrt(random.next());
    return [lon + (r * Math.cos(angle)) / scale.lon, lat + (r * Math.sin(angle)) / scale.lat];
  };
  const until = (make: () => Position, fits: (at: Position) => boolean): Position => {
    for (let n = 0; n < 10_000; n += 1) {
      const at = make();
      if (fits(at)) return at;
    }
    throw new Error('No place fits.');
  };
  const somewhere = (random: Random): Position =>
    until(() => [119.6 + random.next() * 1.3, 35.7 + random.next() * 1.3], isLand);
  const onShore = (random: Random): Position =>
    until(
      () => of(random, shore),
      (at) => isLand(moved(random, at, 300)),
    );
  const set = (
    kind: string,
    geometry: DatumSet['geometry'],
    made: readonly (GeoJSONGeometry | readonly [GeoJSONGeometry, Readonly<Record<string, string>>])[],
  ): Omit<DatumSet, 'datum'> => ({
    kind,
    geometry,
    features: made.map((each, n) => {
      const [shape, attributes] = 'type' in each ? [each, {}] : each;
      return { id: `n${n}`, geometry: shape, attributes };
    }),
  });
  const points = (kind: string, random: Random, count: number, place: (n: number) => Position) =>
    set(
      kind,
      'Point',
      Array.from({ length: count }, (_, n) => ({ type: 'Point' as const, coordinates: [...place(n)] })),
    );
  const piece = (random: Random, line: readonly (readonly number[])[]): GeoJSONGeometry => {
    const start = random.below(Math.max(1, line.length - 8));
    return { type: 'LineString', coordinates: line.slice(start, start + 6 + random.below(20)).map((at) => [...at]) };
  };
  const square = ([lon, lat]: Position, metres: number): GeoJSONGeometry => {
    const scale = metresPerDegree(lat);
    const [w, h] = [metres / scale.lon, metres / scale.lat];
    return {
      type: 'Polygon',
      coordinates: [
        [
          [lon, lat],
          [lon + w, lat],
          [lon + w, lat + h],
          [lon, lat + h],
          [lon, lat],
        ],
      ],
    };
  };
  const longRoads = roads.filter((road) => road.length >= 4);
  const besideRoad = (random: Random): Position => moved(random, of(random, of(random, roads)), 15);
  return {
    telling: [
      (random, count) =>
        points('points by the shore', random, Math.max(60, count), () =>
          until(
            () => moved(random, onShore(random), 1500),
            (at) => isLand(at) && sea.locate(...at) < 0,
          ),
        ),
      (random, count) => {
        const made = Array.from({ length: Math.max(400, count) }, () => {
          const [lon, lat] = somewhere(random);
          const subdistrict = codes[areas.locate(lon, lat)] ?? '';
          return [
            { type: 'Point', coordinates: [lon, lat] },
            { subdistrict, street: subdistrict, district: subdistrict.slice(0, 6) },
          ] as const;
        });
        return set('points with codes', 'Point', made);
      },
      (random, count) => points('points beside roads', random, count, () => besideRoad(random)),
      (random, count) =>
        set(
          'streets',
          'LineString',
          Array.from({ length: count }, () => piece(random, of(random, longRoads))),
        ),
      (random, count) =>
        set(
          'pieces of borders',
          'LineString',
          Array.from({ length: count }, () => piece(random, of(random, borders))),
        ),
      (random, count) =>
        set(
          'subdistricts',
          'Polygon',
          Array.from({ length: Math.max(1, Math.min(count, 30)) }, () => of(random, ground.subdistricts).geometry),
        ),
      (random, count) =>
        set(
          'sites by the shore',
          'Polygon',
          Array.from({ length: Math.max(60, count) }, () =>
            square(
              until(
                () => moved(random, onShore(random), 1200),
                (at) => isLand(at) && sea.locate(...at) < 0,
              ),
              60,
            ),
          ),
        ),
    ],
    silent: [
      (random, count) => points('points anywhere', random, count, () => somewhere(random)),
      (random, count) =>
        points('piers', random, count, () =>
          until(
            () => moved(random, of(random, shore), 200),
            (at) => sea.locate(...at) === 0,
          ),
        ),
      (random, count) =>
        points('points on and off the shore', random, count, () => moved(random, of(random, shore), 250)),
      (random, count) => {
        const middle = of(random, shore);
        return points('one harbour', random, count, () => moved(random, middle, 600));
      },
      (random, count) => {
        const middle = somewhere(random);
        return points('one neighbourhood', random, count, () => moved(random, middle, 800));
      },
      (random, count) =>
        set(
          'sites anywhere',
          'Polygon',
          Array.from({ length: count }, () => square(somewhere(random), 300)),
        ),
      (random, count) =>
        set(
          'areas across the shore',
          'Polygon',
          Array.from({ length: count }, () => square(moved(random, of(random, shore), 1500), 2000)),
        ),
      (random, count) =>
        set(
          'paths anywhere',
          'LineString',
          Array.from({ length: count }, (): GeoJSONGeometry => {
            const at = somewhere(random);
            return {
              type: 'LineString',
              coordinates: [at, moved(random, at, 800), moved(random, at, 800)].map((each) => [...each]),
            };
          }),
        ),
      (random, count) =>
        points('boats', random, count, () =>
          until(
            () => moved(random, of(random, shore), 3000),
            (at) => sea.locate(...at) === 0,
          ),
        ),
    ],
  };
}

/** A set as a file of a datum has it: seven decimals. */
export function inFileDatum(made: Omit<DatumSet, 'datum'>, datum: Datum): DatumSet {
  const to = datum === 'gcj02' ? gcoord.GCJ02 : datum === 'bd09' ? gcoord.BD09 : null;
  const write = (value: unknown): unknown => {
    if (!Array.isArray(value)) return value;
    if (typeof value[0] !== 'number') return value.map(write);
    const [lon, lat] = value as [number, number];
    const at = to === null ? [lon, lat] : gcoord.transform([lon, lat], gcoord.WGS84, to);
    return at.map((degrees) => Number(degrees.toFixed(7)));
  };
  return {
    ...made,
    datum,
    features: made.features.map((feature) => ({
      ...feature,
      geometry: { ...feature.geometry, coordinates: write(feature.geometry.coordinates) } as GeoJSONGeometry,
    })),
  };
}

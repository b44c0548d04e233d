/** People of a file, spread over the cells of a demand. */
import { polygonsOf } from '../../../../tiles/tile/spheroid.ts';
import type { Database } from '../../../platform/db/types.ts';
import { geometryToWgs84, toWgs84, type Datum, type LoadError, type Message } from '../../../ingest/index.ts';
import { loadGraph } from '../../network/store.ts';
import type { CellSums, Spread } from './cell-sums.ts';
import type { CityGround } from './city-ground.ts';
import { PolygonTooLarge } from './coverage.ts';
import type { Pixels } from './pixels.ts';
import { refuse, type ImportKind, type PeopleSource } from './source.ts';
import { edgeLine } from '../../network/lines.ts';
import type { Graph } from '../../types.ts';

/** A file of people, read: places and areas, or a raster. */
export type Read = { readonly source: PeopleSource } | { readonly pixels: Pixels };

/** Mean corner of the first ring: inside of most areas, and near the others. */
export function middleOf(geometry: PeopleSource['areas'][number]['geometry']): readonly [number, number] {
  const ring = polygonsOf(geometry)[0]?.[0]?.slice(1) ?? [];
  return [0, 1].map((axis) => ring.reduce((sum, at) => sum + (at[axis] as number), 0) / ring.length) as [
    number,
    number,
  ];
}

interface SpreadOptions {
  readonly kind: ImportKind;
  /** Null: WGS 84. */
  readonly datum: Datum | null;
  /** Id of a stored network by whose roads people of a layer's areas are spread; null: evenly. */
  readonly streets: string | null;
}

interface SpreadContext {
  readonly db: Database;
  readonly home: string;
  readonly ground: CityGround;
  readonly options: SpreadOptions;
}

/** Adds everybody of the file to the sums. Throws `LoadErrors`. */
export async function fillSums(sums: CellSums, read: Read, context: SpreadContext): Promise<readonly Message[]> {
  const { options, ground } = context;
  const datum = options.datum ?? 'wgs84';
  const land: Pick<Spread, 'isLand'> = ground.hasSea ? { isLand: ([lon, lat]) => !ground.isSea(lon, lat) } : {};
  if ('pixels' in read) return fillPixels(sums, read.pixels, datum, land, ground);
  const { points, areas, cells } = read.source;
  for (const { lon, lat, people, landUse } of points) sums.addPoint(...toWgs84([lon, lat], datum), people, landUse);
  for (const { id, people, landUse } of cells?.list ?? []) sums.addCell(id, people, landUse);
  if (areas.length === 0) return [];
  // A building stands where it stands, on a pier as well.
  const { spread, notes } =
    options.kind === 'buildings' ? { spread: {}, notes: [] } : await layerSpread(sums, land, context);
  const errors: LoadError[] = [];
  for (const { geometry, people, landUse, feature } of areas) {
    try {
      if (!sums.addArea(geometryToWgs84(geometry, datum), people, landUse, spread))
        errors.push({ feature, message: 'people-no-area', params: { people } });
    } catch (error) {
      if (!(error instanceof PolygonTooLarge)) throw error;
      errors.push({ feature, message: 'area-too-large' });
    }
  }
  return errors.length > 0 ? refuse(...errors) : notes;
}

/**
 * A raster covers the neighbours too, who are not the city's people: pixels whose middle lies on land outside all
 * districts are left out.
 */
function fillPixels(
  sums: CellSums,
  pixels: Pixels,
  datum: Datum,
  spread: Spread,
  { hasDistricts, districtAt, isSea }: CityGround,
): readonly Message[] {
  const isElsewhere = (lon: number, lat: number): boolean => districtAt(lon, lat) === null && !isSea(lon, lat);
  let leftOut = 0;
  pixels.each((geometry, people) => {
    const place = geometryToWgs84(geometry, datum);
    if (hasDistricts && isElsewhere(...middleOf(place))) leftOut += people;
    else sums.addArea(place, people, undefined, spread);
  });
  return leftOut === 0 ? [] : [{ message: 'people-left-out', params: { people: Math.round(leftOut) } }];
}

async function layerSpread(
  sums: CellSums,
  land: Pick<Spread, 'isLand'>,
  { db, home, options }: SpreadContext,
): Promise<{ readonly spread: Spread; readonly notes: readonly Message[] }> {
  if (options.streets === null) return { spread: land, notes: [{ message: 'spread-even' }] };
  const graph = await loadGraph(db, home, options.streets);
  return {
    spread: { ...land, weight: streetLengthByCell(graph, sums.keyAt) },
    notes: [{ message: 'spread-streets', params: { network: options.streets } }],
  };
}

/** Metres between the samples along a street. */
const STEP_M = 10;

/** Metres of street that can be walked, by cell. */
function streetLengthByCell(
  graph: Graph,
  keyAt: (lon: number, lat: number) => number | string,
): Map<number | string, number> {
  const metres = new Map<number | string, number>();
  for (let edge = 0; edge < graph.edgeCount; edge += 1) {
    if (graph.forward.walk[edge] === Infinity && graph.backward.walk[edge] === Infinity) continue;
    const line = edgeLine(graph, edge);
    const pieces = line.length / 2 - 1;
    // The pieces' shares of the length by degrees: bends of one street are too near for that to matter.
    const sizes = Array.from({ length: pieces }, (_, i) =>
      Math.hypot(
        (line[2 * i + 2] as number) - (line[2 * i] as number),
        (line[2 * i + 3] as number) - (line[2 * i + 1] as number),
      ),
    );
    const total = sizes.reduce((sum, size) => sum + size, 0);
    sizes.forEach((size, i) => {
      const lengthM = total === 0 ? 0 : ((graph.lengthM[edge] as number) * size) / total;
      const steps = Math.max(1, Math.ceil(lengthM / STEP_M));
      for (let step = 0; step < steps; step += 1) {
        const t = (step + 0.5) / steps;
        const key = keyAt(
          (line[2 * i] as number) * (1 - t) + (line[2 * i + 2] as number) * t,
          (line[2 * i + 1] as number) * (1 - t) + (line[2 * i + 3] as number) * t,
        );
        metres.set(key, (metres.get(key) ?? 0) + lengthM / steps);
      }
    });
  }
  return metres;
}

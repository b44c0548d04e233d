/** Imports a file of streets as a network, all of it or nothing. */
import { basename } from 'node:path';
import type { Warning } from '../../../../tiles/api/result.ts';
import type { Mode } from '../../../../tiles/api/vocabulary.ts';
import type { Provenance, Text } from '../../../../tiles/layer/layer.ts';
import type { Database } from '../../../platform/db/types.ts';
import { DATUM_NAMES, inDatum, knownGround, readingOf } from '../../../ingest/index.ts';
import type { Datum } from '../../../ingest/index.ts';
import { NETWORK_IMPORT as TEXT } from '../import-messages.ts';
import { say } from '../../../platform/messages/index.ts';
import { AnalysisError, warning } from '../../errors.ts';
import type { Graph } from '../../types.ts';
import { byMode, withKey } from '../build.ts';
import { slopeShares } from '../slope.ts';
import type { Polygons } from '../water.ts';
import { listNetworks, writeNetwork } from '../store.ts';
import type { City } from '../../../layers/city.ts';
import { readClimbs } from './elevation.ts';
import { fitDatums, fitWarning } from './datum-fit.ts';
import { islandWarnings } from './islands.ts';
import { joinStreets } from './join-streets.ts';
import { readLines } from './read-lines.ts';
import { readPbf } from './read-pbf.ts';
import { FERRY_KMH } from './rules.ts';
import { boundsOfStreets, type StreetSource } from './source.ts';

export const READABLE = ['.osm.pbf', '.pbf', '.geojson', '.json', '.parquet'] as const;

export type ImportPhase = 'reading' | 'joining' | 'writing';

export interface ImportOptions {
  readonly city: City;
  readonly path: string;
  readonly id: string;
  /** Absent: named after the file. */
  readonly title?: Text;
  readonly source?: Text;
  readonly provenance: Exclude<Provenance, 'synthetic'>;
  /** Null where nobody has said: WGS 84 then, unless another fits clearly better. */
  readonly datum: Datum | null;
  /** Raster of heights. Absent: the network has none. */
  readonly elevation?: string;
  /** Whether a network of the id may be replaced. */
  readonly replace: boolean;
  readonly onProgress?: (phase: ImportPhase, done: number, total: number) => void;
}

export interface ImportReport {
  readonly graph: Graph;
  readonly replaced: boolean;
  /** Length of the streets that each mode may use at least one way. */
  readonly lengthKm: Readonly<Record<Mode, number>>;
  readonly warnings: readonly Warning[];
}

/** Throws `AnalysisError` for whatever keeps the file from being a network; the database is as it was then. */
export async function importNetwork(db: Database, options: ImportOptions): Promise<ImportReport> {
  const progress = options.onProgress ?? (() => undefined);
  const replaced = await checkFree(db, options);
  progress('reading', 0, 1);
  const isPbf = options.path.toLowerCase().endsWith('.pbf');
  const read = isPbf ? await readPbf(options.path) : await readLines(options.path);
  progress('joining', 0, 1);
  const datum = options.datum ?? 'wgs84';
  const datumWarnings = await checkDatum(db, options.city, read, options.datum);
  const source = { ...read, lonLat: inDatum(read.lonLat, datum), water: inDatumOf(read.water, datum) };
  const {
    graph: joined,
    facts,
    spans,
    aloneCount,
    gateCount,
    turns,
  } = joinStreets(source, {
    id: options.id,
    title: options.title ?? named(TEXT['title-of'], options.path),
    provenance: options.provenance,
    source: options.source ?? named(isPbf ? TEXT['source-osm'] : TEXT['source-file'], options.path),
    costUnit: 's',
  });
  if (joined.edgeCount === joined.ferries.edge.length)
    throw new AnalysisError('network-no-streets', TEXT['no-length'], { streets: source.streets.length });
  const { graph, warnings: slopes } = await withHeights(joined, options.elevation, (edge) => spans[edge] === 1);
  const warnings = [
    ...read.warnings,
    ...datumWarnings,
    ...(aloneCount === 0
      ? []
      : [warning('network-alone', TEXT.alone, { count: aloneCount, total: source.streets.length })]),
    ...counted('network-gates', 'gates', gateCount),
    ...counted('network-turns', 'turns', source.turns.length - turns.missing - turns.unclear),
    ...counted('network-turns-missing', 'turns-missing', turns.missing),
    ...counted('network-turns-unclear', 'turns-unclear', turns.unclear),
    ...ferryWarnings(source),
    ...islandWarnings(graph),
    ...slopes,
  ];
  await writeNetwork(db, graph, {
    ...facts,
    warnings: warnings,
    onProgress: (done, total) => progress('writing', done, total),
  });
  return { graph, replaced, warnings, lengthKm: byMode((mode) => usableKm(graph, mode)) };
}

async function withHeights(
  graph: Graph,
  path: string | undefined,
  isSpan: (edge: number) => boolean,
): Promise<{ readonly graph: Graph; readonly warnings: readonly Warning[] }> {
  if (path === undefined) return { graph, warnings: [] };
  const { climb, spacingM } = await readClimbs(path, graph, isSpan);
  const made = withKey({ ...graph, climb }, graph.meta);
  const { known, mean } = slopeShares(made);
  const values = {
    file: basename(path),
    spacingM: Math.round(spacingM),
    known: (known * 100).toFixed(1),
    mean: (mean * 100).toFixed(1),
  };
  return { graph: made, warnings: [warning('network-elevation', TEXT.elevation, values)] };
}

function ferryWarnings({ ferries }: Pick<StreetSource, 'ferries'>): Warning[] {
  const unsaid = ferries.filter(({ seconds }) => seconds === null).length;
  const values = { count: ferries.length, unsaid, kmh: FERRY_KMH };
  return ferries.length === 0 ? [] : [warning('network-ferries', TEXT.ferries, values)];
}

function counted(code: string, text: 'gates' | 'turns' | 'turns-missing' | 'turns-unclear', count: number): Warning[] {
  return count === 0 ? [] : [warning(code, TEXT[text], { count })];
}

function inDatumOf(polygons: Polygons, datum: Datum): Polygons {
  return polygons.map((polygon) =>
    polygon.map((ring) => {
      const lonLat = inDatum(Float64Array.from(ring.flat()), datum);
      return ring.map((_, i) => [lonLat[2 * i] as number, lonLat[2 * i + 1] as number]);
    }),
  );
}

/** Whether a network of the id is there, and may be replaced. */
async function checkFree(db: Database, { id, replace }: ImportOptions): Promise<boolean> {
  const present = (await listNetworks(db)).find(({ meta }) => meta.id === id);
  if (present === undefined) return false;
  if (!replace) throw new AnalysisError('network-exists', TEXT.exists, { id, title: present.meta.title });
  return true;
}

async function checkDatum(db: Database, city: City, source: StreetSource, declared: Datum | null): Promise<Warning[]> {
  const present = readingOf(declared ?? 'wgs84');
  const fit = fitDatums(source, await knownGround(db, city, boundsOfStreets(source)), present);
  const told = fitWarning(fit, present);
  if (fit.better !== null && declared === null)
    throw new AnalysisError(told.code, { zh: told.message.zh, en: told.message.en });
  return declared === null || declared === 'wgs84'
    ? [told]
    : [told, warning('network-converted', TEXT.converted, { datum: DATUM_NAMES[declared] })];
}

function usableKm({ edgeCount, lengthM, forward, backward }: Graph, mode: Mode): number {
  let metres = 0;
  for (let e = 0; e < edgeCount; e += 1) {
    if (forward[mode][e] !== Infinity || backward[mode][e] !== Infinity) metres += lengthM[e] as number;
  }
  return metres / 1000;
}

function named(text: Text, path: string): Text {
  const file = basename(path);
  return { zh: say(text, 'zh', { file }), en: say(text, 'en', { file }) };
}

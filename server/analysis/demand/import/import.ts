/** Imports a file of people as a demand, all of it or nothing. */
import { basename } from 'node:path';
import { LAND_USES } from '../../../../tiles/api/vocabulary.ts';
import type { Provenance, Text } from '../../../../tiles/layer/layer.ts';
import { distanceM } from '../../../../tiles/tile/spheroid.ts';
import type { City } from '../../../layers/city.ts';
import type { Database } from '../../../platform/db/types.ts';
import { DATUM_NAMES as NAMES, inDatum, readingOf, READINGS, toWgs84 } from '../../../ingest/index.ts';
import type { Datum, Message, Reading } from '../../../ingest/index.ts';
import { DEMAND } from '../messages.ts';
import { say } from '../../../platform/messages/index.ts';
import { isStoredId } from '../../stored-id.ts';
import type { Demand, PeopleGroup } from '../../types.ts';
import { sealDemand } from '../codec.ts';
import { listDemands, writeDemand } from '../store.ts';
import { createSums, type CellKind } from './cell-sums.ts';
import { readCityGround, type CityGround } from './city-ground.ts';
import { readPixels } from './pixels.ts';
import { readPeopleAreas } from './read-areas.ts';
import { readPeopleTable } from './read-table.ts';
import { refuseFile, sourceOfGroup, type GroupColumn, type ImportKind } from './source.ts';
import { type Read, middleOf, fillSums } from './spread.ts';

export interface DemandImportOptions {
  readonly city: City;
  readonly path: string;
  readonly kind: ImportKind;
  readonly id: string;
  /** Absent: named after the file. */
  readonly title?: Text;
  readonly provenance: Provenance;
  /** Whether a demand of the id may be replaced. */
  readonly replace: boolean;
  /** Null: squares of 100 m, or the cells that the file has. */
  readonly cells: CellKind | null;
  /** Null where nobody has said: WGS 84 then, unless another fits clearly better. */
  readonly datum: Datum | null;
  readonly people: string | null;
  readonly landUse: string | null;
  /** Groups of people that have columns or attributes of their own. Default: none. */
  readonly groups?: readonly GroupColumn[];
  readonly peoplePerM2: number | null;
  readonly floors: string | null;
  readonly encoding?: string;
  /** Coordinate system of a raster; null where the file states it. */
  readonly crs: string | null;
  /** Id of a stored network by whose roads people of a layer's areas are spread; null: evenly. */
  readonly streets: string | null;
  readonly onProgress?: (phase: DemandPhase) => void;
}

export type DemandPhase = 'reading' | 'spreading' | 'writing';

export interface DemandImport {
  readonly demand: Demand;
  readonly notes: readonly Message[];
}

const DEFAULT_CELL_M = 100;
/**
 * Squares: some 120 bytes each while they are made, 46 once they are; the database keeps at most 1 GB in one value. The
 * ids of hexagons are texts, which take more. A city at 100 m has a hundredth.
 */
const MOST_CELLS = { squares: 20_000_000, hexagons: 5_000_000 } as const;

/**
 * Reads a file of people and stores it as a demand. Everybody in the file is in the demand, except people of a raster
 * who live outside the city. Throws `LoadErrors` with all reasons why it cannot; the database is then as before.
 * @param home folder of the service's files, where graphs are kept
 */
export async function importDemand(db: Database, home: string, options: DemandImportOptions): Promise<DemandImport> {
  const progress = options.onProgress ?? (() => undefined);
  await checkFree(db, options);
  progress('reading');
  const ground = await readCityGround(db, options.city);
  const read = await readPeopleFile(options, ground);
  const datumNotes = checkDatum(samplesOf(read), options.datum, ground.isSea);
  progress('spreading');
  const kind = cellsOf(options, read);
  const sums = createSums(kind, options.city.start.center[0]);
  const spreadNotes = await fillSums(sums, read, { db, home, ground, options });
  const max = MOST_CELLS['sizeM' in kind ? 'squares' : 'hexagons'];
  if (sums.count > max) return refuseFile({ message: 'too-many-cells', params: { count: sums.count, max } });
  const file = basename(options.path);
  const source: Text = { zh: say(DEMAND['from-file'], 'zh', { file }), en: say(DEMAND['from-file'], 'en', { file }) };
  const everybody = sums.demand(
    { id: options.id, title: options.title ?? { zh: file, en: file }, provenance: options.provenance, source },
    ground,
  );
  const demand = await withGroups(everybody, read, kind, { db, home, ground, options });
  const coverNotes = checkCover(demand, ground);
  progress('writing');
  await db.transaction((tx) => writeDemand(tx, demand), { unlimited: true });
  const converted: readonly Message[] =
    options.datum === 'gcj02' || options.datum === 'bd09' ? [conversion(read, options.datum)] : [];
  return {
    demand,
    notes: [...notesOf(read), ...converted, ...datumNotes, ...spreadNotes, ...coverNotes, ...landUseNotes(demand)],
  };
}

/** Each group is spread over the cells as everybody is. */
async function withGroups(
  demand: Demand,
  read: Read,
  kind: CellKind,
  context: Parameters<typeof fillSums>[2] & { readonly options: DemandImportOptions },
): Promise<Demand> {
  const { groups = [], city } = context.options;
  if (groups.length === 0 || !('source' in read)) return demand;
  const counted: PeopleGroup[] = [];
  for (const [index, { name }] of groups.entries()) {
    const sums = createSums(kind, city.start.center[0]);
    await fillSums(sums, { source: sourceOfGroup(read.source, index) }, context);
    counted.push({ name, people: sums.peopleIn(demand.shape) });
  }
  return sealDemand({ ...demand, groups: counted });
}

async function checkFree(db: Database, { id, replace }: DemandImportOptions): Promise<void> {
  if (!isStoredId(id)) return refuseFile({ message: 'demand-id', params: { id } });
  const present = (await listDemands(db)).find((demand) => demand.id === id);
  if (present !== undefined && !replace)
    return refuseFile({ message: 'demand-exists', params: { id, title: present.title.zh } });
}

async function readPeopleFile(options: DemandImportOptions, { bounds }: CityGround): Promise<Read> {
  switch (options.kind) {
    case 'raster':
      return { pixels: await readPixels(options.path, bounds, options.crs) };
    case 'csv':
      return { source: await readPeopleTable(options.path, options, options.encoding) };
    case 'buildings':
    case 'layer':
      return {
        source: await readPeopleAreas(options.path, options.kind, { ...options, datum: options.datum ?? 'wgs84' }),
      };
  }
}

function notesOf(read: Read): readonly Message[] {
  return 'pixels' in read ? read.pixels.notes : read.source.notes;
}

/** Places of the file as it has them; H3 cells have no datum but their own. */
function samplesOf(read: Read): Float64Array {
  if ('pixels' in read) return read.pixels.sample(MOST_SAMPLES);
  const { points, areas } = read.source;
  const places = [
    ...points.map(({ lon, lat }) => [lon, lat] as const),
    ...areas.map(({ geometry }) => middleOf(geometry)),
  ];
  const step = Math.max(1, Math.ceil(places.length / MOST_SAMPLES));
  return Float64Array.from(places.filter((_, i) => i % step === 0).flat());
}

function cellsOf({ cells }: DemandImportOptions, read: Read): CellKind {
  const own = 'source' in read ? read.source.cells : null;
  if (own === null) return cells ?? { sizeM: DEFAULT_CELL_M };
  const { resolution } = own;
  if (cells !== null && (!('resolution' in cells) || cells.resolution !== resolution))
    return refuseFile({ message: 'h3-stays', params: { resolution } });
  return { resolution };
}

function conversion(read: Read, datum: Datum): Message {
  const places = samplesOf(read);
  let metres = 0;
  for (let i = 0; i < places.length; i += 2) metres += movedM(places[i] as number, places[i + 1] as number, datum);
  return { message: 'converted', params: { datum, metres: Math.round(metres / Math.max(1, places.length / 2)) } };
}

function movedM(lon: number, lat: number, datum: Datum): number {
  const [lonAfter, latAfter] = toWgs84([lon, lat], datum);
  return distanceM({ lon, lat }, { lon: lonAfter, lat: latAfter });
}

/** Nobody at all, or nobody in the city, is an error; some outside is a note. */
function checkCover({ people, district }: Demand, { hasDistricts }: CityGround): readonly Message[] {
  const total = people.reduce((sum, number) => sum + number, 0);
  if (!(total > 0)) return refuseFile({ message: 'people-nobody' });
  if (!hasDistricts) return [];
  const outside = people.reduce((sum, number, cell) => (district[cell] === -1 ? sum + number : sum), 0);
  if (outside === total) return refuseFile({ message: 'demand-elsewhere' });
  return outside === 0
    ? []
    : [
        {
          message: 'people-outside',
          params: { people: Math.round(outside), share: ((100 * outside) / total).toFixed(2) },
        },
      ];
}

function landUseNotes({ landUses }: Demand): readonly Message[] {
  const unknown = landUses.filter((use) => !Object.hasOwn(LAND_USES, use));
  return unknown.length === 0
    ? []
    : [{ message: 'land-use-unknown', params: { names: unknown.slice(0, 20).join(', ') } }];
}

/**
 * Another reading is clearly better where half as many places or fewer are in the sea, and fewer by at least this share
 * and number.
 */
const RATIO = 2;
const LEAST_SHARE = 0.003;
const LEAST_PLACES = 20;
export const MOST_SAMPLES = 20_000;

/**
 * GCJ-02 and BD-09 lie some 500 m and 1,000 m off, which puts people of a coastal city into the sea. Where another
 * datum than the one taken leaves clearly fewer there, that is an error if nobody has said the datum, else a note.
 * @param places as the file has them, pairs of degrees
 */
export function checkDatum(
  places: Float64Array,
  declared: Datum | null,
  isSea: (lon: number, lat: number) => boolean,
): readonly Message[] {
  const count = places.length / 2;
  const atSea = Object.fromEntries(
    READINGS.map((reading) => [reading, countAt(inDatum(places, reading), isSea)]),
  ) as Readonly<Record<Reading, number>>;
  const present = readingOf(declared ?? 'wgs84');
  const best = READINGS.reduce((least, reading) => (atSea[reading] < atSea[least] ? reading : least), present);
  const fewer = atSea[present] - atSea[best];
  if (best === present || atSea[best] * RATIO > atSea[present] || fewer < LEAST_PLACES || fewer < LEAST_SHARE * count)
    return [];
  const numbers = READINGS.map((reading) => `${NAMES[reading]} ${((100 * atSea[reading]) / count).toFixed(1)} %`).join(
    ', ',
  );
  if (declared === null) return refuseFile({ message: 'demand-datum', params: { numbers, option: best } });
  return [{ message: 'demand-datum-note', params: { numbers, better: NAMES[best], present: NAMES[declared] } }];
}

function countAt(places: Float64Array, isSea: (lon: number, lat: number) => boolean): number {
  let count = 0;
  for (let i = 0; i < places.length; i += 2) if (isSea(places[i] as number, places[i + 1] as number)) count += 1;
  return count;
}

/** A city small enough to count by hand; for tests. */
import type {
  AnalysisCatalogue,
  CellsHeader,
  CoverageFacility,
  CoverageHeader,
  CoverageRequest,
} from '../../../../tiles/api/coverage.ts';
import type { ColumnarMessage } from '../../../../tiles/api/columnar-message.ts';
import type { StudyResult } from '../../../../tiles/api/result.ts';
import { readCells, type Cells } from './data/cells.ts';
import type { Asked } from './session/question.ts';

const TEXT = { zh: '测试', en: 'Test' };
/** One row of cells, 100 m apart from west to east. */
export const PEOPLE = [10, 20, 30, 40, 0, 50] as const;
const STEP_DEGREES = 0.001;
const LON = 120.38;
const LAT = 36.07;
/** Between the centres of neighbours. */
export const STEP_S = 100;

export function lonOfCell(cell: number): number {
  return Number((LON + cell * STEP_DEGREES).toFixed(5));
}

export const CELLS_HEADER: CellsHeader = {
  id: 'people',
  key: 'p1',
  title: TEXT,
  kind: 'square',
  count: PEOPLE.length,
  ringSize: 4,
  people: 150,
  areaM2: 60_000,
  districts: ['370202', '370203'],
  subdistricts: ['370202001'],
  landUses: [],
  provenance: 'synthetic',
  source: TEXT,
};

export function cellsMessage(header: CellsHeader = CELLS_HEADER): ColumnarMessage<unknown> {
  const ring = [-0.0005, -0.0004, 0.0005, -0.0004, 0.0005, 0.0004, -0.0005, 0.0004];
  return {
    header,
    arrays: {
      lonLat: Float64Array.from(PEOPLE.flatMap((_, cell) => [lonOfCell(cell), LAT])),
      ring: Float32Array.from(PEOPLE.flatMap(() => ring)),
      people: Float64Array.from(PEOPLE),
      areaM2: new Float64Array(PEOPLE.length).fill(10_000),
      district: Int16Array.of(0, 0, 0, 1, 1, -1),
      subdistrict: Int16Array.of(0, 0, -1, -1, -1, -1),
      landUse: new Int16Array(PEOPLE.length).fill(-1),
    },
  };
}

export const CELLS: Cells = readCells(cellsMessage());

export const CATALOGUE: AnalysisCatalogue = {
  networks: [
    {
      id: 'roads',
      title: TEXT,
      nodes: 6,
      edges: 5,
      tagged: true,
      heights: true,
      hours: true,
      provenance: 'synthetic',
      source: TEXT,
      warnings: [],
    },
  ],
  demands: [CELLS_HEADER],
  transits: [],
  profiles: [],
  layers: [{ id: 'toilets', title: TEXT, capacities: [] }],
  standards: [
    {
      id: 's',
      number: 'GB 1',
      version: null,
      year: 2020,
      title: TEXT,
      checkup: false,
      binds: null,
      layers: ['toilets'],
      rules: 2,
      text: 0,
      quoted: 1,
      unverified: 1,
      missing: 0,
    },
  ],
};

/** As the service would answer on this row: facilities stand on cells, and one goes along the row. */
export function answer(request: CoverageRequest, existing: readonly number[] = [0]): ColumnarMessage<unknown> {
  const before = existing.map((cell, index): CoverageFacility => facility(`f${index}`, cell, true));
  const after = (request.edits ?? []).reduce<CoverageFacility[]>(
    (list, edit) => {
      const others = list.filter(({ id }) => id !== edit.id);
      if (edit.kind === 'remove') return others;
      const index = list.findIndex(({ id }) => id === edit.id);
      const next = { ...facility(edit.id, 0, edit.kind === 'move'), lon: edit.lon, lat: edit.lat };
      return index < 0 ? [...list, next] : list.map((each, at) => (at === index ? next : each));
    },
    [...before],
  );
  const [was, is] = [nearest(before, request.limitS), nearest(after, request.limitS)];
  const header = headerOf(request, after, was.cost, is.cost);
  if (request.cells === 'summary') return { header: { ...header, facilities: [], gaps: [] }, arrays: {} };
  if (request.cells === 'all' || request.cells === 'packed')
    return { header, arrays: { cost: is.cost, nearest: is.index } };
  const idOf = (list: readonly CoverageFacility[], index: number | undefined): string => list[index ?? -1]?.id ?? '';
  const cell = Uint32Array.from(PEOPLE.keys()).filter(
    (each) => is.cost[each] !== was.cost[each] || idOf(after, is.index[each]) !== idOf(before, was.index[each]),
  );
  return {
    header,
    arrays: {
      cell,
      cost: Float32Array.from(cell, (each) => is.cost[each] ?? NaN),
      nearest: Int32Array.from(cell, (each) => is.index[each] ?? -1),
    },
  };
}

function facility(id: string, cell: number, existing: boolean): CoverageFacility {
  return { id, lon: lonOfCell(cell), lat: LAT, existing, people: 0, exclusivePeople: 0, unconnected: false };
}

function nearest(facilities: readonly CoverageFacility[], limitS: number): { cost: Float32Array; index: Int32Array } {
  const cost = new Float32Array(PEOPLE.length).fill(Infinity);
  const index = new Int32Array(PEOPLE.length).fill(-1);
  PEOPLE.forEach((_, cell) =>
    facilities.forEach(({ lon }, at) => {
      const seconds = Math.round((Math.abs(lon - lonOfCell(cell)) / STEP_DEGREES) * STEP_S);
      if (seconds > limitS || seconds >= (cost[cell] ?? 0)) return;
      cost[cell] = seconds;
      index[cell] = at;
    }),
  );
  return { cost, index };
}

function headerOf(
  { withinS, district }: CoverageRequest,
  facilities: readonly CoverageFacility[],
  was: Float32Array,
  is: Float32Array,
): CoverageHeader {
  const people = (test: (cell: number) => boolean): number =>
    PEOPLE.reduce<number>((sum, count, cell) => (test(cell) ? sum + count : sum), 0);
  const within = (cost: Float32Array, cell: number): boolean => (cost[cell] ?? Infinity) <= withinS;
  const summary = (cost: Float32Array, count: number) => ({
    withinS,
    people: 150,
    coveredPeople: people((cell) => within(cost, cell)),
    areaM2: 60_000,
    coveredAreaM2: 0,
    facilities: count,
    unconnectedFacilities: 0,
    unconnectedPeople: 0,
  });
  const ofDistrict = (code: string) => {
    const index = CELLS_HEADER.districts.indexOf(code);
    const isIn = (cell: number): boolean => CELLS.district[cell] === index;
    const covered = (cell: number): boolean => isIn(cell) && within(is, cell);
    const areaM2 = (test: (cell: number) => boolean): number => 10_000 * [...PEOPLE.keys()].filter(test).length;
    if (index === -1) return null;
    const areas = { areaM2: areaM2(isIn), coveredAreaM2: areaM2(covered) };
    return { district: code, people: people(isIn), coveredPeople: people(covered), ...areas };
  };
  return {
    key: 'k',
    demandKey: 'p1',
    facilities,
    summary: summary(is, facilities.length),
    before: summary(was, 1),
    ...(district === undefined ? {} : { district: ofDistrict(district) }),
    gainedPeople: people((cell) => within(is, cell) && !within(was, cell)),
    lostPeople: people((cell) => within(was, cell) && !within(is, cell)),
    gaps: [],
    warnings: [],
    assumptions: [],
    tookMs: 1,
  };
}

/** What the sentence asks for: how far it is to a toilet on foot. */
export const ASKED: Asked = {
  network: 'roads',
  detour: null,
  demand: 'people',
  group: null,
  layer: 'toilets',
  filter: null,
  travel: { mode: 'walk', direction: 'to-facility' },
};

/** The result of a study whose analyses are put in by the test. */
export const NOTHING_FOUND: StudyResult = {
  key: 'k',
  partial: false,
  costUnit: 's',
  demand: null,
  facilities: [],
  unconnected: { facilities: 0, candidates: 0, demand: 0, people: 0 },
  assumptions: [],
  warnings: [],
  results: [],
  tookMs: 1,
};

import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { MatrixResult } from '../../../tiles/api/measure-results.ts';
import { StudyResultSchema, type AnalysisResult, type StudyResult } from '../../../tiles/api/result.ts';
import type { GeoJSONGeometry } from '../../../tiles/api/wire.ts';
import type { AnalysisRequest, Study } from '../../../tiles/api/study.ts';
import { IDLE } from '../../testing/measure-inputs.ts';
import { randomFrom } from '../../testing/random.ts';
import { Derived } from '../engine/derived.ts';
import type { Sources } from '../engine/sources.ts';
import { jsonSchema } from './json-schema.ts';
import { parseAs } from './parse.ts';
import { RowBudget } from './row-budget.ts';
import { runStudy } from './run.ts';

const isAnswer = new Ajv2020({ strict: false, formats: { 'date-time': true } }).compile(
  jsonSchema(StudyResultSchema, 'en'),
);

const square = (west: number, south: number, size = 0.01): GeoJSONGeometry => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, south],
      [west + size, south],
      [west + size, south + size],
      [west, south + size],
      [west, south],
    ],
  ],
});

const nothing = (): Promise<never> => Promise.reject(new Error('It is not asked for here.'));

/** A layer `wards` of four squares side by side, whose second has no people. */
const WARDS = ['north', 'south', 'east', 'west'];
const sources: Sources = {
  network: nothing,
  demand: nothing,
  transit: nothing,
  standard: nothing,
  profile: nothing,
  water: nothing,
  areas: () =>
    Promise.resolve({
      key: '1',
      hash: 'areas',
      value: { ids: WARDS, geometries: WARDS.map((_, index) => square(120 + index * 0.01, 36)) },
    }),
  features: ({ layer, filter, attributes = [] }) => {
    const which = [0, 1, 2, 3].filter((index) => filter === undefined || index !== 1);
    return Promise.resolve({
      key: '1',
      hash: 'features',
      value: {
        layer,
        title: { zh: '街区', en: 'Wards' },
        arePoints: false,
        ids: which.map((index) => WARDS[index] as string),
        lonLat: Float64Array.from(which.flatMap((index) => [120.005 + index * 0.01, 36.005])),
        capacity: null,
        cost: null,
        district: which.map((index) => (index < 2 ? 'old' : 'new')),
        subdistrict: which.map(() => null),
        attributes: Object.fromEntries(
          attributes.map((name) => [
            name,
            Float64Array.from(which, (index) => (index === 1 ? NaN : 100 * (index + 1))),
          ]),
        ),
        shares: {},
        provenances: ['official'],
      },
    });
  },
};

/** The study, checked as a body is, and its answer, which is as its schema says. */
async function run(study: unknown): Promise<StudyResult> {
  const parsed: Study = parseAs('Study', study, 1000);
  const answer = await runStudy(parsed, { sources, derived: new Derived(), taskFor: () => IDLE });
  const read: unknown = JSON.parse(JSON.stringify(answer));
  isAnswer(read);
  expect(isAnswer.errors).toBeNull();
  return read as StudyResult;
}

const only = async <K extends AnalysisResult['kind']>(study: unknown, kind: K) => {
  const [result] = (await run(study)).results;
  expect(result?.kind).toBe(kind);
  return result as Extract<AnalysisResult, { readonly kind: K }>;
};

/** Three villages and a hamlet that no way leads to, known by a matrix of costs alone. */
const VILLAGES = {
  demand: {
    points: [
      { id: 'aa', people: 10 },
      { id: 'bb', people: 20 },
      { id: 7, people: 30 },
      { id: 'hamlet', people: 4 },
    ],
  },
  facilities: { points: [{ id: 'old school' }] },
  candidates: { points: [{ id: 'meadow' }, { id: 'mill' }] },
  matrix: {
    costUnit: 'min',
    costs: [
      [5, 9, 1],
      [8, 2, 9],
      [3, 4, 3],
      [null, null, null],
    ],
  },
};

describe('who goes where', () => {
  it('is listed by the analyst’s own ids, where a matrix has no places', async () => {
    const { allocation } = await only(
      { ...VILLAGES, analyses: [{ kind: 'assignment', perDemand: true }] },
      'assignment',
    );
    expect(allocation).toEqual([
      { demand: 'aa', facility: 'old school', cost: 5, people: 10, lon: null, lat: null },
      { demand: 'bb', facility: 'old school', cost: 8, people: 20, lon: null, lat: null },
      { demand: '7', facility: 'old school', cost: 3, people: 30, lon: null, lat: null },
      { demand: 'hamlet', facility: null, cost: null, people: 4, lon: null, lat: null },
    ]);
  });

  it('is listed for siting too, and its sites are there without a place', async () => {
    const siting = (request: object): Promise<Extract<AnalysisResult, { readonly kind: 'siting' }>> =>
      only({ ...VILLAGES, analyses: [{ kind: 'siting', perDemand: true, gap: 0, ...request }] }, 'siting');
    const found = await siting({ model: 'p-median', p: 1 });
    expect(found.sites).toEqual([{ id: 'meadow', lon: null, lat: null, people: 20, cost: null }]);
    expect(found.allocation?.map(({ demand, facility, cost, people }) => [demand, facility, cost, people])).toEqual([
      ['aa', 'old school', 5, 10],
      ['bb', 'meadow', 2, 20],
      ['7', 'old school', 3, 30],
      ['hamlet', null, null, 4],
    ]);
    const total = found.allocation?.reduce((sum, { cost, people }) => sum + (cost ?? 0) * people, 0);
    expect(total).toBe(found.objective);
    expect(
      (await only({ ...VILLAGES, analyses: [{ kind: 'siting', model: 'p-median', p: 1 }] }, 'siting')).allocation,
    ).toBeUndefined();
  });

  it('is listed facility by facility where capacities divide a demand, with those whom none serves', async () => {
    const { allocation } = await only(
      {
        ...VILLAGES,
        facilities: { points: [{ id: 'old school', capacity: 20 }] },
        candidates: {
          points: [
            { id: 'meadow', capacity: 25 },
            { id: 'mill', capacity: 20 },
          ],
        },
        analyses: [{ kind: 'siting', model: 'mclp', p: 1, within: 5, gap: 0, useCapacities: true, perDemand: true }],
      },
      'siting',
    );
    // A solver's numbers are near whole ones.
    const whole = (people: number): number => Math.round(people * 1e6) / 1e6;
    expect(allocation?.map(({ demand, facility, cost, people }) => [demand, facility, cost, whole(people)])).toEqual([
      ['aa', null, null, 10],
      ['bb', 'meadow', 2, 20],
      ['7', 'old school', 3, 20],
      ['7', 'meadow', 4, 5],
      ['7', null, null, 5],
      ['hamlet', null, null, 4],
    ]);
  });

  it('is not listed, and the ids of cells are not, where nobody asks for them', async () => {
    const { demand, results } = await run({ ...VILLAGES, analyses: [{ kind: 'assignment' }] });
    expect([demand?.ids, results[0] && 'allocation' in results[0]]).toEqual([undefined, false]);
    const listed = await run({ ...VILLAGES, analyses: [{ kind: 'coverage', within: [5], perDemand: true }] });
    expect(listed.demand?.ids).toEqual(['aa', 'bb', '7', 'hamlet']);
  });
});

/** Random costs between 40 demands and 30 facilities, of which 12 are candidates; some are equal, some have no way. */
const random = randomFrom(13);
const COSTS = Array.from({ length: 40 }, () =>
  Array.from({ length: 30 }, () => (random.next() < 0.2 ? null : Math.floor(random.next() * 20) / 4)),
);
const MANY = {
  demand: { points: COSTS.map((_, d) => ({ id: `d${String(d)}`, people: d })) },
  facilities: { points: Array.from({ length: 18 }, (_, f) => ({ id: `f${String(f)}` })) },
  candidates: { points: Array.from({ length: 12 }, (_, f) => ({ id: `c${String(f)}` })) },
  matrix: { costs: COSTS },
};
const NAMES = [...MANY.facilities.points, ...MANY.candidates.points].map(({ id }) => id);

/** Pair by pair, as the words of the schema say. */
function byHand(request: { of: string; nearest?: number; within?: number }): MatrixResult['pairs'] {
  return COSTS.flatMap((row, d) =>
    row
      .map((cost, f) => ({ demand: `d${String(d)}`, facility: NAMES[f] as string, cost: cost ?? Infinity }))
      .filter(({ facility }) => request.of === 'all' || facility.startsWith(request.of.charAt(0)))
      .filter(({ cost }) => cost <= (request.within ?? Number.MAX_VALUE))
      .sort((a, b) => a.cost - b.cost)
      .slice(0, request.nearest)
      .map((pair, rank) => ({ ...pair, rank: rank + 1 })),
  );
}

describe('the matrix of costs', () => {
  it.each([
    { of: 'all' },
    { of: 'facilities' },
    { of: 'candidates', within: 3 },
    { of: 'all', nearest: 1 },
    { of: 'all', nearest: 4 },
    { of: 'facilities', nearest: 5, within: 2.5 },
    { of: 'candidates', nearest: 12 },
    { of: 'all', within: 0 },
  ])('of %j has every pair, the nearest first, and of equals the first facility', async (request) => {
    const { pairs, without } = await only({ ...MANY, analyses: [{ kind: 'matrix', ...request }] }, 'matrix');
    expect(pairs).toEqual(byHand(request));
    const served = new Set(pairs.map(({ demand }) => demand));
    const alone = MANY.demand.points.filter(({ id }) => !served.has(id));
    expect(without).toEqual({ cells: alone.length, people: alone.reduce((sum, { people }) => sum + people, 0) });
  });

  it('of facilities is the default', async () => {
    const ask = (request: object) => only({ ...MANY, analyses: [{ kind: 'matrix', ...request }] }, 'matrix');
    expect(await ask({})).toEqual(await ask({ of: 'facilities' }));
  });

  it('along a network is that of the ways', async () => {
    const study = {
      network: {
        nodes: ['a', 'b', 'c'].map((id) => ({ id })),
        edges: [
          { from: 'a', to: 'b', cost: 1.5 },
          { from: 'b', to: 'c', cost: 2.25, oneWay: true },
        ],
      },
      demand: { points: [{ id: 'x', node: 'a', people: 1 }] },
      facilities: {
        points: [
          { id: 'y', node: 'c' },
          { id: 'z', node: 'b' },
        ],
      },
      analyses: [{ kind: 'matrix' }],
    };
    const { pairs } = await only(study, 'matrix');
    expect(pairs.map(({ facility, cost }) => [facility, cost])).toEqual([
      ['z', 1.5],
      ['y', 3.75],
    ]);
  });

  it.each([
    [{ ...VILLAGES, facilities: undefined, candidates: undefined, demand: undefined, matrix: undefined }, 'no-network'],
    [{ ...VILLAGES, candidates: undefined, matrix: { costs: [[1], [1], [1], [1]] } }, 'no-candidates'],
  ])('says what it lacks', async (study, code) => {
    const whole = JSON.parse(JSON.stringify({ ...study, analyses: [{ kind: 'matrix', of: 'candidates' }] })) as object;
    await expect(run(whole)).rejects.toMatchObject(
      code === 'no-network' ? { errors: expect.arrayContaining([expect.objectContaining({ code })]) } : { code },
    );
  });

  it('of more rows than an answer holds is refused, and the analysis that would be too many is named', () => {
    const rows = new RowBudget(100);
    rows.take(60, '/analyses/0');
    expect(() => rows.take(41, '/analyses/1')).toThrow(
      expect.objectContaining({
        code: 'too-many-rows',
        at: '/analyses/1',
        message: expect.stringContaining('41 rows'),
      }),
    );
    rows.take(40, '/analyses/2');
  });

  it('is not computed to its end where it has millions of pairs', async () => {
    // 1,600 × 1,600 pairs, told to be too many by the first half.
    const costs = Array.from({ length: 1600 }, () => new Array<number>(1600).fill(1));
    const study = { matrix: { costs }, analyses: [{ kind: 'matrix' }] satisfies AnalysisRequest[] };
    await expect(run(study)).rejects.toMatchObject({ code: 'too-many-rows', at: '/analyses/0' });
    const few = await only({ ...study, analyses: [{ kind: 'matrix', nearest: 2 }] }, 'matrix');
    expect(few.pairs).toHaveLength(3200);
  });
});

const AREAS = {
  areas: [
    { id: 'A', geometry: square(120, 36), people: 100, district: 'old' },
    { id: 'B', geometry: square(120.01, 36), people: 300 },
    { geometry: square(120.01, 36.01), people: 200 },
  ],
};

describe('areas with people', () => {
  it('are demand: listed by their ids, with a point inside, their area on the spheroid and their outline', async () => {
    const { cells } = await only({ demand: AREAS, analyses: [{ kind: 'cells', outlines: true }] }, 'cells');
    expect(cells.map(({ id, people, district }) => [id, people, district])).toEqual([
      ['A', 100, 'old'],
      ['B', 300, null],
      ['area-3', 200, null],
    ]);
    expect(cells[0]).toMatchObject({ geometry: AREAS.areas[0]?.geometry });
    expect([cells[0]?.lon, cells[0]?.lat]).toEqual([expect.closeTo(120.005, 9), expect.closeTo(36.005, 9)]);
    // 0.01° of latitude is 1,109.6 m here, of longitude 901.6 m.
    expect((cells[0]?.areaM2 ?? 0) / (1109.6 * 901.6)).toBeCloseTo(1, 3);
  });

  it('stand at a point inside where their middle is outside', async () => {
    const bent: GeoJSONGeometry = {
      type: 'Polygon',
      coordinates: [
        [
          [0, 0],
          [10, 0],
          [10, 10],
          [9, 10],
          [9, 1],
          [1, 1],
          [1, 10],
          [0, 10],
          [0, 0],
        ],
      ], // prettier-ignore
    };
    const { cells } = await only(
      { demand: { areas: [{ id: 'U', geometry: bent, people: 1 }] }, analyses: [{ kind: 'cells' }] },
      'cells',
    );
    expect(cells).toEqual([expect.objectContaining({ lon: 0.5, lat: 5 })]);
    expect(cells[0]).not.toHaveProperty('geometry');
  });

  it('may be a layer with an attribute of people', async () => {
    const demand = { layer: 'wards', people: 'residents', filter: 'residents > 0' };
    const { results, assumptions } = await run({
      demand,
      facilities: { points: [{ id: 'f', lon: 120.025, lat: 36.005 }] },
      analyses: [{ kind: 'cells' }, { kind: 'supply', by: 'district' }],
    });
    expect(results[0]).toMatchObject({
      cells: [
        { id: 'north', people: 100, district: 'old' },
        { id: 'east', people: 300, district: 'new' },
        { id: 'west', people: 400, district: 'new' },
      ],
    });
    // A facility in an area belongs to its district.
    expect(results[1]).toMatchObject({
      groups: expect.arrayContaining([expect.objectContaining({ key: 'new', facilities: 1 })]),
    });
    expect(assumptions.map(({ code }) => code)).toEqual(expect.arrayContaining(['assume-people', 'assume-inside']));
  });

  it('without people are named', async () => {
    const study = { demand: { layer: 'wards', people: 'residents' }, analyses: [{ kind: 'cells' }] };
    await expect(run(study)).rejects.toMatchObject({
      code: 'area-people-missing',
      at: '/demand',
      message: expect.stringContaining('1 areas have no people, or fewer than 0 (such as south)'),
    });
  });

  it('are gap areas where they touch', async () => {
    const { areas } = await only(
      {
        demand: AREAS,
        facilities: { points: [{ id: 'f' }] },
        matrix: { costs: [[9], [1], [9]] },
        analyses: [{ kind: 'gaps', within: 2 }],
      },
      'gaps',
    );
    // A and the third touch at a corner alone.
    expect(areas.map(({ cells }) => cells)).toEqual([[2], [0]]);
  });
});

describe('statistics of values', () => {
  const values = {
    areas: AREAS.areas.map(({ people, geometry }, index) => ({ id: `v${String(index)}`, geometry, value: people })),
  };
  const four = { areas: [...values.areas, { id: 'v3', geometry: square(120, 36.01), value: 50 }] };

  it('of areas know their neighbours by their borders', async () => {
    const ask = (neighbours: object, of: object = four) =>
      only({ analyses: [{ kind: 'local-moran', values: of, neighbours }] }, 'local-moran');
    const given = (pairs: readonly (readonly [number, number])[]) => ({
      given: pairs.flatMap(([a, b]) => [
        [a, b, 1],
        [b, a, 1],
      ]),
    });
    const rook = [
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 0],
    ] as const; // prettier-ignore
    const alone = { values: four.areas.map(({ value }) => value) };
    const byBorders = await ask({ contiguity: 'rook' });
    expect(byBorders.ids).toEqual(['v0', 'v1', 'v2', 'v3']);
    const { ids: _, ...figures } = byBorders;
    expect(figures).toEqual(await ask(given(rook), alone));
    const { ids: __, ...queen } = await ask({ contiguity: 'queen' });
    expect(queen).toEqual(await ask(given([...rook, [0, 2], [1, 3]]), alone));
  });

  it('of the demand, and of a layer’s attribute, are those of the same areas', async () => {
    const neighbours = { contiguity: 'rook' };
    const people = { areas: four.areas.map(({ value, ...area }) => ({ ...area, people: value })) };
    const [own] = (await run({ analyses: [{ kind: 'moran', values: four, neighbours }] })).results;
    const [ofDemand] = (
      await run({ demand: people, analyses: [{ kind: 'moran', values: { demand: 'people' }, neighbours }] })
    ).results;
    expect(ofDemand).toEqual(own);
    const { results, assumptions } = await run({
      analyses: [
        { kind: 'hotspots', values: { layer: 'wards', value: 'residents' }, neighbours: { contiguity: 'rook' } },
      ],
    });
    // The one without a value stood between the first and the others.
    expect(results[0]).toMatchObject({ ids: ['north', 'east', 'west'], islands: 1 });
    expect(assumptions.find(({ code }) => code === 'assume-values')?.message.en).toContain('3 features; 1 have none');
  });

  it('of the demand need one, and a density needs areas', async () => {
    const analyses = (of: string) => [{ kind: 'general-g', values: { demand: of }, neighbours: { nearest: 1 } }];
    await expect(run({ analyses: analyses('people') })).rejects.toMatchObject({ code: 'no-values-demand' });
    await expect(
      run({ demand: { points: VILLAGES.demand.points }, analyses: analyses('density') }),
    ).rejects.toMatchObject({
      code: 'no-density',
      message: expect.stringContaining('Demand aa'),
    });
  });
});

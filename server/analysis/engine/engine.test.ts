import { readdirSync, readFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { gunzipSync } from 'node:zlib';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, describe, expect, it } from 'vitest';
import { StudyResultSchema, type StudyResult } from '../../../tiles/api/result.ts';
import type { IsochronesResult } from '../../../tiles/api/measure-results.ts';
import type { GivenNetwork, Study } from '../../../tiles/api/study.ts';
import { readConfig } from '../../platform/config.ts';
import { SILENT } from '../../platform/log/log.ts';
import { QueryCancelled } from '../../platform/db/errors.ts';
import { fakeDatabase } from '../../testing/fake-database.ts';
import { registryOf } from '../../layers/registry.ts';
import { testCatalogue } from '../../testing/layers.ts';
import { AnalysisError, AnalysisErrors, Cancelled, EngineFailed, OutOfMemory, OutOfTime } from '../errors.ts';
import { until } from '../../testing/moments.ts';
import { jsonSchema } from '../study/json-schema.ts';
import { EngineProcess } from './engine-process.ts';
import { EngineThread } from './engine-thread.ts';
import { AnalysisEngine, Pieces } from './engine.ts';

const engine = new AnalysisEngine({
  config: readConfig({}),
  db: fakeDatabase(() => Promise.resolve([])),
  registry: registryOf(testCatalogue),
  log: SILENT,
});
afterAll(() => engine.close());

const isAnswer = new Ajv2020({ strict: false, formats: { 'date-time': true } }).compile(
  jsonSchema(StudyResultSchema, 'en'),
);

/** The answer, which is as its schema says. */
const run = async (study: Study): Promise<StudyResult> => {
  const read = await engine.read(Buffer.from(JSON.stringify(study)));
  const { result } = await engine.study(read.study, { timeLimitS: 60 });
  const answer: unknown = JSON.parse(gunzipSync(result).toString());
  isAnswer(answer);
  expect(isAnswer.errors).toBeNull();
  return answer as StudyResult;
};

/** A line of five nodes, 1 apart, with the fourth reached one way only; people at all, a facility at the first. */
const LINE: Pick<Study, 'demand' | 'facilities'> & { readonly network: GivenNetwork } = {
  network: {
    costUnit: 'min',
    nodes: ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id })),
    edges: [
      { from: 'a', to: 'b', cost: 1 },
      { from: 'b', to: 'c', cost: 1 },
      { from: 'd', to: 'c', cost: 1, oneWay: true },
      { from: 'd', to: 'e', cost: 1 },
    ],
  },
  demand: {
    points: [
      { node: 'a', people: 10, areaM2: 1e6, district: 'west' },
      { node: 'b', people: 20, areaM2: 1e6, district: 'west' },
      { node: 'c', people: 30, areaM2: 1e6, district: 'east' },
      { node: 'd', people: 40, areaM2: 2e6, district: 'east' },
      { node: 'e', people: 50, areaM2: 0 },
    ],
  },
  facilities: { points: [{ id: 'f', node: 'a', capacity: 75 }] },
};

describe('a study of a network and places of its own', () => {
  it('is answered with all measures, each in its place', async () => {
    const { results, costUnit, demand, facilities, partial, assumptions } = await run({
      ...LINE,
      analyses: [
        { kind: 'coverage', within: [1, 3], by: 'district', perDemand: true },
        { kind: 'gaps', within: 2 },
        { kind: 'assignment', perDemand: true },
        { kind: 'overlap', within: 2 },
        { kind: 'supply', by: 'district' },
        { kind: 'density', by: 'district' },
        { kind: 'e2sfca', catchment: 2, decay: { kind: 'steps', steps: [{ upTo: 2, weight: 1 }] }, perDemand: true },
      ],
    });
    const [coverage, gaps, assignment, overlap, supply, density, access] = results;
    expect([costUnit, partial, demand?.people, facilities]).toEqual([
      'min',
      false,
      150,
      [{ id: 'f', lon: null, lat: null, existing: true }],
    ]);
    // People go to the facility: from d along the one-way street, and back they could not.
    expect(coverage).toMatchObject({
      kind: 'coverage',
      costs: [0, 1, 2, 3, 4],
      within: [
        { cost: 1, people: 30 },
        { cost: 3, people: 100, peopleShare: 100 / 150 },
      ],
    });
    expect(gaps).toMatchObject({ kind: 'gaps', people: 90, unreachablePeople: 0 });
    expect(assignment).toMatchObject({
      kind: 'assignment',
      unassignedPeople: 0,
      meanCost: (20 + 60 + 120 + 200) / 150,
      perDemand: [0, 0, 0, 0, 0],
    });
    expect(overlap).toMatchObject({ kind: 'overlap', facilities: [{ id: 'f', people: 60, exclusivePeople: 60 }] });
    expect(supply).toMatchObject({
      kind: 'supply',
      groups: expect.arrayContaining([
        expect.objectContaining({ key: 'west', facilities: 1, capacity: 75, ratio: 2500 }),
      ]),
    });
    expect(density).toMatchObject({
      kind: 'density',
      groups: expect.arrayContaining([expect.objectContaining({ key: 'west', ratio: 0.5 })]),
    });
    expect(access).toMatchObject({
      kind: 'e2sfca',
      ratios: [{ id: 'f', ratio: 1.25 }],
      access: [1.25, 1.25, 1.25, 0, 0],
    });
    expect(assumptions.map(({ code }) => code)).toContain('assume-given-network');
  });

  it('travels from the facility where it is told to', async () => {
    const { results, warnings } = await run({
      ...LINE,
      travel: { direction: 'from-facility' },
      analyses: [{ kind: 'coverage', within: [9], perDemand: true }],
    });
    expect(results[0]).toMatchObject({ costs: [0, 1, 2, null, null] });
    expect(warnings).toEqual([]);
  });

  it('is answered with where new facilities go, the existing ones staying', async () => {
    const { results, warnings } = await run({
      ...LINE,
      network: {
        ...LINE.network,
        edges: [...LINE.network.edges.slice(0, 2), { from: 'c', to: 'd', cost: 1 }, { from: 'd', to: 'e', cost: 1 }],
      },
      candidates: {
        points: ['b', 'c', 'd', 'e'].map((node, index) => ({ id: `at-${node}`, node, cost: index + 1, capacity: 100 })),
      },
      analyses: [
        { kind: 'siting', model: 'lscp', within: 1, gap: 0 },
        { kind: 'siting', model: 'mclp', within: 1, p: 1, gap: 0 },
        { kind: 'siting', model: 'p-median', p: 1, gap: 0 },
        { kind: 'siting', model: 'p-center', p: 1, gap: 0 },
        { kind: 'siting', model: 'mclp', within: 1, budget: 2, gap: 0 },
      ],
    });
    expect(results).toMatchObject([
      { kind: 'siting', model: 'lscp', status: 'optimal' },
      { chosen: ['at-d'], objective: 150, bound: 150, gap: 0, before: 30 },
      // 20 at b go 1 to a; 30 at c go 1 and 40 stay and 50 go 1 by d; by e 60 + 40.
      { chosen: ['at-d'], objective: 20 + 30 + 50, before: 20 + 60 + 120 + 200 },
      { objective: 1, before: 4 },
      { chosen: ['at-c'], objective: 100 },
    ]);
    expect(warnings).toEqual([]);
  });

  it('divides the people of a cell among facilities with room, unless they are to stay together', async () => {
    const points = [2000, 2000, 1500].map((capacity, index) => ({ id: `S${index + 1}`, capacity }));
    const limits = { p: 3, useCapacities: true, gap: 0 } as const;
    const { results, assumptions } = await run({
      matrix: {
        costs: [
          [5, 9, 20],
          [6, 5, 20],
          [9, 6, 5],
        ],
        costUnit: 'min',
      },
      demand: { points: [3000, 1500, 900].map((people, index) => ({ id: `c${index + 1}`, people })) },
      candidates: { points },
      analyses: [
        { kind: 'siting', model: 'p-median', ...limits },
        { kind: 'siting', model: 'mclp', within: 30, ...limits },
        { kind: 'siting', model: 'mclp', within: 30, wholeCells: true, ...limits },
      ],
    });
    // 2000 of c1 go to S1, 500 to S2 beside the 1500 of c2, and 500 to S3 beside the 900 of c3.
    expect(results).toMatchObject([
      {
        status: 'optimal',
        objective: expect.closeTo(2000 * 5 + 500 * 9 + 1500 * 5 + 500 * 20 + 900 * 5, 6) as number,
        unservable: { people: 0 },
      },
      { status: 'optimal', objective: 5400 },
      { status: 'optimal', objective: 2400 },
    ]);
    expect(assumptions.map(({ code }) => code)).toEqual(expect.arrayContaining(['assume-split', 'assume-whole-cells']));
  });

  it('keeps to a number and a budget at once', async () => {
    const { results } = await run({
      matrix: { costs: [1, 2, 3].map((d) => [1, 2, 3, 4].map((f) => Math.abs(d - f))), costUnit: 'min' },
      demand: { points: [10, 20, 30].map((people) => ({ people })) },
      candidates: { points: [4, 5, 6, 1].map((cost, index) => ({ id: `S${index + 1}`, cost })) },
      analyses: [
        { kind: 'siting', model: 'p-median', p: 2, gap: 0 },
        { kind: 'siting', model: 'p-median', p: 2, budget: 9, gap: 0 },
        { kind: 'siting', model: 'p-median', p: 1, budget: 5, gap: 0 },
      ],
    });
    expect(results).toMatchObject([
      { chosen: ['S2', 'S3'], objective: 10 },
      { chosen: ['S1', 'S2'], objective: 30 },
      { chosen: ['S2'], objective: 40 },
    ]);
  });

  it('is the same to the last byte when asked again, but for how long it took', async () => {
    const study: Study = {
      ...LINE,
      analyses: [
        { kind: 'coverage', within: [1] },
        { kind: 'gaps', within: 1 },
      ],
    };
    const [first, second] = [await run(study), await run(study)];
    expect({ ...second, tookMs: 0 }).toEqual({ ...first, tookMs: 0 });
    const other = await run({ ...study, travel: { direction: 'from-facility' } });
    expect(other.key).not.toBe(first.key);
  });
});

describe('a study with a matrix of costs', () => {
  it('needs neither network nor people', async () => {
    const costs = [
      [0, 5],
      [5, 0],
      [2, null],
    ];
    const { results, demand, assumptions } = await run({
      matrix: { costs, costUnit: 'km' },
      analyses: [{ kind: 'siting', model: 'p-median', p: 1, gap: 0 }],
    });
    expect(results[0]).toMatchObject({
      chosen: ['candidate-1'],
      objective: 7,
      status: 'optimal',
      sites: [{ id: 'candidate-1', lon: null, lat: null, people: 3, cost: null }],
    });
    expect(demand).toMatchObject({ count: 3, people: 3 });
    expect(assumptions.map(({ code }) => code)).toEqual(['assume-matrix', 'assume-one-person']);
  });

  it('has the existing facilities first, then the candidates', async () => {
    const { results, facilities } = await run({
      matrix: {
        costs: [
          [4, 1, 9],
          [9, 9, 1],
        ],
      },
      demand: { points: [{ people: 2 }, { people: 3 }] },
      facilities: { points: [{ id: 'old' }] },
      candidates: { points: [{ id: 'x' }, { id: 'y' }] },
      analyses: [
        { kind: 'coverage', within: [4, 9] },
        { kind: 'siting', model: 'p-median', p: 1, gap: 0 },
        { kind: 'siting', model: 'p-center', p: 2, gap: 0 },
      ],
    });
    expect(facilities.map(({ id, existing }) => [id, existing])).toEqual([
      ['old', true],
      ['x', false],
      ['y', false],
    ]);
    expect(results).toMatchObject([
      { within: [{ people: 2 }, { people: 5 }] },
      { chosen: ['y'], objective: 11, before: 35 },
      { chosen: ['x', 'y'], objective: 1, before: 9 },
    ]);
  });
});

describe('a study of points alone', () => {
  const grid = Array.from({ length: 36 }, (_, i) => ({
    lon: 120.4 + (i % 6) * 0.01,
    lat: 36.1 + Math.floor(i / 6) * 0.01,
    value: i % 6 < 2 && i < 12 ? 10 : 1,
  }));

  const places = grid.map(({ lon, lat }) => ({ lon, lat }));

  it('is answered with hot spots, autocorrelation, density and balance', async () => {
    const { results, demand } = await run({
      analyses: [
        { kind: 'hotspots', values: { points: grid }, neighbours: { nearest: 4 } },
        { kind: 'moran', values: { points: grid }, neighbours: { withinM: 1500 } },
        { kind: 'kde', of: { points: places }, bandwidthM: 1000, cellM: 500 },
        { kind: 'balance', of: { points: places }, cellM: 1000 },
        {
          kind: 'moran',
          values: { values: [1, 2, 3, 4] },
          neighbours: {
            given: [
              [0, 1, 1],
              [1, 0, 1],
              [1, 2, 1],
              [2, 1, 1],
              [2, 3, 1],
              [3, 2, 1],
            ],
          },
        },
        {
          kind: 'hotspots',
          values: { count: { of: { points: places }, cellM: 1000 } },
          neighbours: { contiguity: 'queen' },
        },
      ],
    });
    expect(demand).toBeNull();
    expect(results).toMatchObject([
      { kind: 'hotspots', z: expect.arrayContaining([expect.any(Number)]) },
      { kind: 'moran', count: 36, expected: -1 / 35 },
      { kind: 'kde', cellM: 500 },
      { kind: 'balance', points: 36, outside: [] },
      { kind: 'moran', count: 4, i: 1 / 3 },
      { kind: 'hotspots' },
    ]);
  });

  it('is counted in areas of its own', async () => {
    const square = (west: number): { type: 'Polygon'; coordinates: number[][][] } => ({
      type: 'Polygon',
      coordinates: [
        [
          [west, 36.095],
          [west + 0.02, 36.095],
          [west + 0.02, 36.175],
          [west, 36.175],
          [west, 36.095],
        ],
      ],
    });
    const { results } = await run({
      analyses: [
        {
          kind: 'balance',
          of: { points: places },
          areas: [{ id: 'west', geometry: square(120.395) }, { geometry: square(120.415) }],
        },
      ],
    });
    expect(results[0]).toMatchObject({
      domain: 'areas',
      cells: [
        { key: 'west', count: 12 },
        { key: 'area-2', count: 12 },
      ],
      cv: 0,
    });
    expect(results[0]).toHaveProperty('outside.length', 12);
  });

  it('is answered with isochrones of a network of its own', async () => {
    const nodes = [0, 1, 2].map((id) => ({ id, lon: 120.4 + id * 0.01, lat: 36.1 }));
    const { results } = await run({
      network: {
        nodes,
        edges: [
          { from: 0, to: 1, cost: 100 },
          { from: 1, to: 2, cost: 100 },
        ],
        costUnit: 's',
      },
      demand: {
        points: [
          { node: 2, people: 7 },
          { node: 0, people: 3 },
        ],
      },
      analyses: [{ kind: 'isochrones', origins: [{ node: 0 }, { lon: 120.41, lat: 36.1 }], within: [50, 200] }],
    });
    expect(results[0]).toMatchObject({
      kind: 'isochrones',
      features: [
        { origin: 0, within: 50, people: 3 },
        { origin: 0, within: 200, people: 10 },
        { origin: 1, within: 50, people: 0 },
        { origin: 1, within: 200, people: 10 },
      ],
    });
  });
});

describe('isochrones of a network of a study', () => {
  const nodes = [0, 1, 2].map((id) => ({ id, lon: 120.4 + id * 0.01, lat: 36.1 }));
  const areas = async (cost: number, costUnit: string, within: number): Promise<number> => {
    const edges = [0, 1].map((from) => ({ from, to: from + 1, cost }));
    const { results } = await run({
      network: { nodes, edges, costUnit },
      analyses: [{ kind: 'isochrones', origins: [{ node: 0 }], within: [within] }],
    });
    return (results[0] as IsochronesResult).features[0]?.areaM2 as number;
  };

  it('have the same areas whichever unit of time its costs have', async () => {
    const seconds = await areas(600, 's', 300);
    expect(seconds).toBeGreaterThan(100_000);
    expect((await areas(10, 'min', 5)) / seconds).toBeCloseTo(1, 6);
    expect((await areas(1 / 6, 'h', 1 / 12)) / seconds).toBeCloseTo(1, 6);
  });

  it('have areas of metres where its costs are metres', async () => {
    const metres = await areas(900, 'm', 300);
    expect((await areas(0.9, 'km', 0.3)) / metres).toBeCloseTo(1, 6);
  });

  it.each([undefined, 'yuan', 'constructor'])('are refused where its costs are of unit %s', async (costUnit) => {
    const refused = await run({
      network: { nodes, edges: [{ from: 0, to: 1, cost: 1 }], ...(costUnit === undefined ? {} : { costUnit }) },
      analyses: [{ kind: 'isochrones', origins: [{ node: 0 }], within: [1] }],
    }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'isochrone-unit', at: '/network/costUnit' });
  });
});

describe('a study that cannot be done as asked', () => {
  const COVERAGE = { kind: 'coverage', within: [1] } as const;
  it.each([
    [
      'has no network',
      { demand: LINE.demand, facilities: LINE.facilities, analyses: [COVERAGE] },
      ['/analyses/0 no-network', '/demand/points/0/node node-without-network'],
    ],
    [
      'has people far from every street',
      {
        ...LINE,
        network: {
          nodes: [
            { id: 'a', lon: 25, lat: 60 },
            { id: 'b', lon: 25.001, lat: 60 },
          ],
          edges: [{ from: 'a', to: 'b', cost: 1 }],
        },
        travel: { maxAccessM: 500 },
        demand: { points: [{ lon: 120.4, lat: 36.1, people: 5 }] },
        analyses: [COVERAGE],
      },
      ['/network network-elsewhere'],
    ],
    [
      'has nobody',
      { network: LINE.network, facilities: LINE.facilities, analyses: [COVERAGE] },
      ['/analyses/0 no-demand'],
    ],
    [
      'has people, of whom there are none',
      { ...LINE, demand: { points: [{ node: 'a', people: 0 }] }, analyses: [COVERAGE] },
      ['/demand/points demand-nobody'],
    ],
    [
      'has no facilities',
      { network: LINE.network, demand: LINE.demand, analyses: [COVERAGE] },
      ['/analyses/0 no-facilities'],
    ],
    [
      'asks for more sites than there are candidates',
      { ...LINE, candidates: { points: [{ node: 'b' }] }, analyses: [{ kind: 'siting', model: 'p-median', p: 2 }] },
      ['/analyses/0/p p-above-candidates'],
    ],
    [
      'has a node that is not there',
      { ...LINE, facilities: { points: [{ node: 'z' }] }, analyses: [COVERAGE] },
      ['/facilities/points/0/node unknown-node'],
    ],
    [
      'has a place where nodes have none',
      { ...LINE, facilities: { points: [{ lon: 1, lat: 2 }] }, analyses: [COVERAGE] },
      ['/facilities/points/0 network-without-places'],
    ],
    [
      'has half a place',
      { ...LINE, facilities: { points: [{ lon: 1 }] }, analyses: [COVERAGE] },
      ['/facilities/points/0 half-place'],
    ],
    [
      'has costs that do not ascend',
      { ...LINE, analyses: [{ kind: 'coverage', within: [2, 1] }] },
      ['/analyses/0/within costs-descend'],
    ],
    [
      'has no capacities',
      {
        ...LINE,
        facilities: { points: [{ node: 'a' }] },
        candidates: { points: [{ node: 'b' }] },
        analyses: [{ kind: 'siting', model: 'p-median', p: 1, useCapacities: true }],
      },
      ['/analyses/0/useCapacities no-capacities'],
    ],
    [
      'lacks the capacity of a candidate',
      {
        ...LINE,
        candidates: {
          points: [
            { id: 'x', node: 'b', capacity: 5 },
            { id: 'y', node: 'c' },
          ],
        },
        analyses: [{ kind: 'siting', model: 'p-median', p: 1, useCapacities: true }],
      },
      ['/analyses/0/useCapacities capacity-missing'],
    ],
    [
      'has a budget and no costs',
      {
        ...LINE,
        candidates: {
          points: [
            { id: 'x', node: 'b', cost: 5 },
            { id: 'y', node: 'c' },
          ],
        },
        analyses: [{ kind: 'siting', model: 'p-median', budget: 10 }],
      },
      ['/analyses/0/budget budget-without-costs'],
    ],
    [
      'has a capacity of 0',
      {
        ...LINE,
        candidates: { points: [{ node: 'b', capacity: 0 }] },
        analyses: [{ kind: 'siting', model: 'p-median', p: 1, useCapacities: true }],
      },
      ['/analyses/0/useCapacities siting-capacity-not-positive'],
    ],
    [
      'lacks what its model needs',
      { ...LINE, candidates: { points: [{ node: 'b' }] }, analyses: [{ kind: 'siting', model: 'mclp' }] },
      ['/analyses/0 needs-p', '/analyses/0 needs-within'],
    ],
    [
      'has a matrix of another size',
      {
        matrix: { costs: [[1], [1, 2]] },
        demand: { points: [{ people: 1 }] },
        facilities: { points: [{}] },
        analyses: [COVERAGE],
      },
      ['/matrix/costs matrix-rows', '/matrix/costs/1 matrix-columns'],
    ],
    [
      'edits what is not there',
      { ...LINE, edits: [{ kind: 'remove', id: 'z' }], analyses: [COVERAGE] },
      ['/edits/0/id edit-unknown'],
    ],
    [
      'has two of an id',
      {
        ...LINE,
        facilities: {
          points: [
            { id: 1, node: 'a' },
            { id: '1', node: 'b' },
          ],
        },
        analyses: [COVERAGE],
      },
      ['/facilities/points/1/id id-twice'],
    ],
    [
      'has two demand points of an id',
      {
        ...LINE,
        demand: {
          points: [
            { id: 'd', node: 'a', people: 1 },
            { node: 'b', people: 1 },
            { id: 'd', node: 'b', people: 1 },
          ],
        },
        analyses: [COVERAGE],
      },
      ['/demand/points/2/id id-twice'],
    ],
    [
      'has two origins of an id',
      {
        ...LINE,
        analyses: [
          {
            kind: 'isochrones',
            within: [100],
            origins: [
              { id: 7, node: 'a' },
              { id: 7, node: 'b' },
            ],
          },
        ],
      },
      ['/analyses/0/origins/1/id id-twice'],
    ],
    [
      'has an edge to nowhere',
      {
        ...LINE,
        network: { nodes: [{ id: 'a' }], edges: [{ from: 'a', to: 'q', cost: 1 }] },
        demand: { points: [{ node: 'a', people: 1 }] },
        analyses: [COVERAGE],
      },
      ['/network/edges/0/to network-node-unknown'],
    ],
  ] as const)('is refused because it %s', async (_name, study, expected) => {
    const error: unknown = await run(study as unknown as Study).catch((reason: unknown) => reason);
    const errors = error instanceof AnalysisErrors ? error.errors : error instanceof AnalysisError ? [error] : [];
    if (errors.length === 0) throw error;
    expect([...new Set(errors.map(({ at, code }) => `${at ?? ''} ${code}`))].sort().slice(0, 2)).toEqual(
      [...expected].sort(),
    );
    for (const { text } of errors) expect(text.zh + text.en).not.toMatch(/\{\w+\}/);
  });
});

describe('what a thread had found when it was ended by force', () => {
  const head = { key: 'k', partial: false, costUnit: 's', demand: null, facilities: [], assumptions: [], warnings: [] };
  const answerOf = async (error: Error, pieces: Pieces): Promise<StudyResult | null> => {
    const answer = await pieces.answer(error, 5);
    return answer === null ? null : (JSON.parse(gunzipSync(answer.result).toString()) as StudyResult);
  };

  it('is answered, the best so far in place of what was not finished', async () => {
    const pieces = new Pieces();
    pieces.add({ kind: 'head', json: JSON.stringify(head), analyses: ['coverage', 'siting', 'gaps'] });
    pieces.add({ kind: 'result', analysis: 0, json: '{"kind":"coverage"}', isFinal: true });
    for (const objective of [9, 7])
      pieces.add({ kind: 'result', analysis: 1, json: JSON.stringify({ kind: 'siting', objective }), isFinal: false });
    const answer = await answerOf(new OutOfTime('late'), pieces);
    expect(answer).toMatchObject({
      partial: true,
      tookMs: 5,
      results: [
        { kind: 'coverage' },
        { kind: 'siting', objective: 7 },
        { kind: 'unfinished', of: 'gaps', reason: 'time' },
      ],
      warnings: [{ code: 'warn-time' }],
    });
    expect(await answerOf(new OutOfMemory('much'), pieces)).toMatchObject({ results: [{}, {}, { reason: 'memory' }] });
    expect(await answerOf(new Error('an error of ours'), pieces)).toBeNull();
  });

  it('is nothing where nothing was found', async () => {
    const pieces = new Pieces();
    pieces.add({ kind: 'head', json: JSON.stringify(head), analyses: ['coverage'] });
    expect(await answerOf(new OutOfTime('late'), pieces)).toBeNull();
  });
});

describe('a large study', () => {
  const large = (values: readonly number[]): Study => ({
    analyses: [{ kind: 'moran', values: { values }, neighbours: { given: [[0, 1, 1]] } }],
  });

  it('is read by a process, once, and answered as a small one is', async () => {
    const values = Array.from({ length: 100_000 }, (_, i) => Math.sin(i));
    const body = Buffer.from(JSON.stringify(large(values)));
    const { study } = await engine.read(body);
    expect(study).toHaveProperty('cloned');
    const { result } = await engine.study(study, { timeLimitS: 60 });
    const { results } = JSON.parse(gunzipSync(result).toString()) as StudyResult;
    const direct = await engine.study({ value: large(values) }, { timeLimitS: 60 });
    expect(results).toEqual((JSON.parse(gunzipSync(direct.result).toString()) as StudyResult).results);
    expect(results[0]).toMatchObject({ kind: 'moran', count: 100_000, islands: 99_999 });
  });

  it('that is invalid is refused with the reason, as a small one is', async () => {
    const body = JSON.stringify({ ...large(Array.from({ length: 100_000 }, () => 0.123456)), title: 7 });
    await expect(engine.read(Buffer.from(body))).rejects.toMatchObject({ code: 'study-wrong-type', at: '/title' });
    await expect(engine.read(Buffer.from(body.slice(0, -1)))).rejects.toMatchObject({ line: 1 });
  });
});

describe.each([
  ['thread', EngineThread],
  ['process', EngineProcess],
])('a %s', (_, Executor) => {
  const work = {
    op: 'study',
    study: { value: { analyses: [{ kind: 'balance', of: { points: [{ lon: 120, lat: 36 }] }, cellM: 100 }] } },
    timeLimitMs: 9000,
    memoryMb: 64,
  } as const;

  it('that waits for what never comes is ended by force, and another takes its place', async () => {
    let isStuck = true;
    const thread = new Executor({
      heapMb: 128,
      fetch: () =>
        isStuck ? new Promise(() => undefined) : Promise.reject(new AnalysisError('none', { zh: '无', en: 'none' })),
    });
    const stuck = {
      ...work,
      study: { value: { analyses: [{ kind: 'balance', of: { layer: 'toilets' }, cellM: 100 }] } },
    } as const;
    await expect(thread.run(stuck, { timeLimitMs: 100 })).rejects.toThrow(OutOfTime);
    isStuck = false;
    await expect(thread.run(stuck)).rejects.toMatchObject({ code: 'none' });
    await expect(thread.run(work)).resolves.toMatchObject({ partial: false });
    await thread.close();
    await expect(thread.run(work)).rejects.toThrow(Cancelled);
  });
});

describe('a process', () => {
  const fetch = (): Promise<never> => Promise.reject(new Error('Nothing is stored.'));
  /** Its names take more on the heap than can be told from its text: V8 aborts inside `JSON.parse`. */
  const greedy = Buffer.from(`{${Array.from({ length: 1_300_000 }, (_, n) => `"k${n}":${n}`).join()}}`);
  const small = Buffer.from(JSON.stringify({ analyses: [{ kind: 'balance', of: { points: [] }, cellM: 100 }] }));

  it('that runs out of memory says so, and another takes its place each time', async () => {
    const executor = new EngineProcess({ heapMb: 64, fetch });
    for (let round = 0; round < 2; round += 1) {
      await expect(executor.run({ op: 'read', as: 'Study', body: greedy })).rejects.toThrow(OutOfMemory);
      await expect(executor.run({ op: 'read', as: 'Study', body: small })).resolves.toMatchObject({ title: null });
    }
    await executor.close();
  });

  it('that is cancelled answers so, and goes on with the next', async () => {
    const executor = new EngineProcess({ heapMb: 128, fetch: () => new Promise(() => undefined) });
    const cancel = new AbortController();
    const study = { value: { analyses: [{ kind: 'balance', of: { layer: 'toilets' }, cellM: 100 }] } } as const;
    const waits = executor.run({ op: 'study', study, timeLimitMs: 60_000, memoryMb: 64 }, { signal: cancel.signal });
    cancel.abort();
    await expect(waits).rejects.toThrow(Cancelled);
    await expect(executor.run({ op: 'read', as: 'Study', body: small })).resolves.toMatchObject({ title: null });
    await executor.close();
  });

  it('that is cancelled ends what is read for it', async () => {
    let reading: AbortSignal | undefined;
    const executor = new EngineProcess({
      heapMb: 128,
      fetch: (_fetch, signal) => {
        reading = signal;
        return new Promise(() => undefined);
      },
    });
    const cancel = new AbortController();
    const study = { value: { analyses: [{ kind: 'balance', of: { layer: 'toilets' }, cellM: 100 }] } } as const;
    const waits = executor.run({ op: 'study', study, timeLimitMs: 60_000, memoryMb: 64 }, { signal: cancel.signal });
    const cancelled = expect(waits).rejects.toThrow(Cancelled);
    await until(() => reading?.aborted === false);
    cancel.abort();
    expect(reading?.aborted).toBe(true);
    await cancelled;
    await executor.close();
  });
});

describe('an executor whose reading ends with its work', () => {
  it.each([
    ['thread', EngineThread],
    ['process', EngineProcess],
  ])('says that the work was cancelled: %s', async (_, Kind) => {
    const cancel = new AbortController();
    let isReading = false;
    const executor = new Kind({
      heapMb: 128,
      fetch: (_fetch, signal) =>
        new Promise((_resolve, reject) => {
          isReading = true;
          signal?.addEventListener('abort', () => reject(new QueryCancelled()));
        }),
    });
    const study = { value: { analyses: [{ kind: 'balance', of: { layer: 'toilets' }, cellM: 100 }] } } as const;
    const waits = executor.run({ op: 'study', study, timeLimitMs: 60_000, memoryMb: 64 }, { signal: cancel.signal });
    const cancelled = expect(waits).rejects.toThrow(Cancelled);
    await until(() => isReading);
    cancel.abort();
    await cancelled;
    await executor.close();
  });
});

describe('a process that hangs', () => {
  it('is ended, at work and idle, and another takes its place', async () => {
    const hung: number[] = [];
    const executor = new EngineProcess({
      heapMb: 128,
      fetch: () => {
        process.kill(Number(pid()), 'SIGSTOP');
        return new Promise(() => undefined);
      },
      hungAfterMs: 3000,
      onHang: (each) => hung.push(each),
    });
    const pid = (): number | undefined => executor.pid;
    const study = { value: { analyses: [{ kind: 'balance', of: { layer: 'toilets' }, cellM: 100 }] } } as const;
    const small = Buffer.from(JSON.stringify({ analyses: [{ kind: 'balance', of: { points: [] }, cellM: 100 }] }));
    const read = { op: 'read', as: 'Study', body: small } as const;
    await expect(executor.run({ op: 'study', study, timeLimitMs: 600_000, memoryMb: 64 })).rejects.toThrow(
      EngineFailed,
    );
    await expect(executor.run(read)).resolves.toMatchObject({ title: null });
    const idle = Number(pid());
    process.kill(idle, 'SIGSTOP');
    await expect.poll(() => hung).toContain(idle);
    await expect(executor.run(read)).resolves.toMatchObject({ title: null });
    expect(executor.pid).not.toBe(idle);
    await executor.close();
  });
});

describe('a process that is prepared', () => {
  it('is there before its first work, and does it', async () => {
    const executor = new EngineProcess({ heapMb: 128, fetch: () => Promise.reject(new Error('none')) });
    executor.prepare();
    const pid = executor.pid;
    expect(pid).toBeGreaterThan(0);
    executor.prepare();
    const body = Buffer.from(JSON.stringify({ analyses: [{ kind: 'balance', of: { points: [] }, cellM: 100 }] }));
    await expect(executor.run({ op: 'read', as: 'Study', body })).resolves.toMatchObject({ title: null });
    executor.prepare();
    expect(executor.pid).toBe(pid);
    await executor.close();
    executor.prepare();
    expect(executor.pid).toBeUndefined();
  });
});

describe('a process that yields', () => {
  // Elsewhere the system does not tell the priorities of threads.
  it.skipIf(process.platform !== 'linux')('works at a lower priority, and not just waits at it', async () => {
    const nicesOf = (pid: number): number[] =>
      readdirSync(`/proc/${String(pid)}/task`).map((task) =>
        Number(
          readFileSync(`/proc/${String(pid)}/task/${task}/stat`, 'utf8')
            .split(') ')
            .at(-1)
            ?.split(' ')[16],
        ),
      );
    const lower = async (yields: boolean): Promise<number> => {
      const executor = new EngineProcess({ heapMb: 128, fetch: () => Promise.reject(new Error('none')), yields });
      const body = Buffer.from(JSON.stringify({ analyses: [{ kind: 'balance', of: { points: [] }, cellM: 100 }] }));
      await executor.run({ op: 'read', as: 'Study', body });
      const nices = nicesOf(Number(executor.pid));
      await executor.close();
      return nices.filter((nice) => nice > getPriority()).length;
    };
    expect(await lower(false)).toBe(0);
    // The process itself, and its thread.
    expect(await lower(true)).toBeGreaterThanOrEqual(2);
  });
});

describe('a large request of the page', () => {
  it('is read by a process too', async () => {
    const request = {
      network: { stored: 'roads' },
      demand: { stored: 'people' },
      facilities: { layer: 'toilets' },
      edits: Array.from({ length: 500 }, (_, n) => ({ kind: 'add', id: `new-${n}`, lon: 120.4, lat: 36.1 })),
      limitS: 900,
      withinS: 600,
      cells: 'all',
    };
    const read = await engine.readCoverage(Buffer.from(JSON.stringify(request)));
    expect(read).toMatchObject({ names: { network: request.network }, request: { heapBytes: expect.any(Number) } });
    const wrong = Buffer.from(JSON.stringify({ ...request, withinS: 'x' }));
    await expect(engine.readCoverage(wrong)).rejects.toMatchObject({ code: 'study-wrong-type', at: '/withinS' });
  });
});

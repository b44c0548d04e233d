import { describe, expect, it } from 'vitest';
import type { MeasureRequest } from '../../../tiles/api/measures.ts';
import { IDLE, demandOf, inputOf } from '../../testing/measure-inputs.ts';
import { createProjection, gaussKruger } from '../demand/projection.ts';
import { Cancelled } from '../errors.ts';
import { runMeasure, type RunnableRequest } from './index.ts';
import { measureCaveats } from './warnings.ts';
import type { MeasureExtra } from './types.ts';

const PROJ = gaussKruger(120.3);
const PROJECTION = createProjection(PROJ);
const at = (x: number, y: number): [lon: number, lat: number] => [...PROJECTION.inverse(500_000 + x, 4_000_000 + y)];
const INPUT = inputOf({
  costs: [
    [100, 400],
    [300, 200],
    [null, 900],
  ],
  people: [10, 20, 30],
  facilities: { capacity: [4, NaN] },
});
const codes = (
  request: RunnableRequest,
  extra: MeasureExtra = {},
  input: Parameters<typeof runMeasure>[0] = INPUT,
): string[][] => {
  const { assumptions, warnings } = measureCaveats(request, runMeasure(input, request, IDLE, extra));
  return [assumptions.map(({ code }) => code), warnings.map(({ code }) => code)];
};

describe('a request of a measure', () => {
  it.each([
    { kind: 'coverage', within: [300] },
    { kind: 'gaps', within: 300 },
    { kind: 'assignment' },
    { kind: 'overlap', within: 300 },
    { kind: 'supply', by: 'district' },
    { kind: 'density', by: 'subdistrict' },
    { kind: 'e2sfca', catchment: 500, decay: { kind: 'gaussian' } },
    { kind: 'opportunities', decay: { kind: 'cumulative' } },
    { kind: 'huff', perDemand: true },
    { kind: 'equity', within: 300 },
    { kind: 'equity', within: 300, decay: { kind: 'cumulative' } },
  ] as const)('$kind is answered by its kind, in plain JSON', (request) => {
    const result = runMeasure(INPUT, request, IDLE);
    expect(result.kind).toBe(request.kind);
    // Neither typed arrays nor numbers that JSON has not.
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });

  it('finds hot spots among values at places, and among points counted in cells where people live', () => {
    const points = Array.from({ length: 30 }, (_, i) => ({
      lon: 120 + (i % 6) * 0.01,
      lat: 36 + Math.floor(i / 6) * 0.01,
      value: i < 3 ? 50 : i % 4,
    }));
    expect(runMeasure(null, { kind: 'hotspots', values: { points }, neighbours: { nearest: 4 } }, IDLE)).toMatchObject({
      kind: 'hotspots',
      islands: 0,
    });

    const cells = Array.from({ length: 16 }, (_, i) => [i % 4, Math.floor(i / 4)] as const);
    const demand = demandOf({
      people: cells.map(() => 5),
      lonLat: cells.flatMap(([c, r]) => at(c * 100 + 50, r * 100 + 50)),
      shape: {
        kind: 'square',
        sizeM: 100,
        proj: PROJ,
        column: Int32Array.from(cells, ([c]) => 5000 + c),
        row: Int32Array.from(cells, ([, r]) => 40_000 + r),
      },
    });
    const counted = [at(10, 10), at(20, 20), at(210, 10), at(9000, 0)];
    const request = {
      kind: 'hotspots',
      values: { count: { of: { layer: 'toilets' }, cellM: 200 } },
      neighbours: { contiguity: 'rook' },
    } as const;
    const extra = { points: { ids: ['a', 'b', 'c', 'd'], lonLat: Float64Array.from(counted.flat()) } };
    const result = runMeasure({ ...INPUT, demand }, request, IDLE, extra);
    expect(result).toMatchObject({
      domain: 'demand',
      outside: 1,
      areas: [{ value: 2 }, { value: 1 }, { value: 0 }, { value: 0 }],
    });
    expect(codes(request, extra, { ...INPUT, demand })).toEqual([
      ['gi-star', 'half-open'],
      ['domain-demand', 'points-outside'],
    ]);
    expect(runMeasure(null, request, IDLE, extra)).toMatchObject({ domain: 'points', outside: 0 });
  });

  it('takes Moran’s I of values alone, by neighbours given, with rows of 1 only where asked for', () => {
    const request = {
      kind: 'moran',
      values: { values: [1, 2, 4, 9] },
      neighbours: {
        given: [
          [0, 1, 2],
          [1, 0, 2],
          [1, 2, 1],
          [2, 1, 1],
          [3, 2, 5],
        ],
      },
    } as const;
    // Deviations −3, −2, 0, 5 of mean 4.
    expect(runMeasure(null, request, IDLE)).toMatchObject({ i: expect.closeTo((4 / 11) * ((2 * 6 + 2 * 6) / 38), 15) });
    expect(runMeasure(null, { ...request, rowStandardised: true }, IDLE)).toMatchObject({
      i: expect.closeTo((4 / 4) * ((6 + (2 / 3) * 6) / 38), 15),
    });
  });

  it('balances points over the areas of a layer and over cells', () => {
    const areas = {
      ids: ['p', 'q'],
      geometries: [0, 1].map(
        (i) =>
          ({
            type: 'Polygon',
            coordinates: [
              [
                [i, 0],
                [i + 1, 0],
                [i + 1, 1],
                [i, 1],
                [i, 0],
              ],
            ],
          }) as const,
      ),
    };
    const points = { ids: ['a', 'b'], lonLat: Float64Array.of(1, 0.5, 5, 5) };
    expect(
      runMeasure(null, { kind: 'balance', of: { layer: 'toilets' }, areas: 'unit-grids' }, IDLE, { points, areas }),
    ).toMatchObject({
      domain: 'areas',
      cells: [
        { key: 'p', count: 1 },
        { key: 'q', count: 0 },
      ],
      outside: ['b'],
      max: 1,
      cv: 1,
      gini: 0.5,
    });
    expect(codes({ kind: 'balance', of: { layer: 'toilets' }, areas: 'unit-grids' }, { points, areas })).toEqual([
      ['first-area'],
      ['points-outside'],
    ]);
  });

  it('says what it assumed and left out', () => {
    expect(codes({ kind: 'gaps', within: 1 })).toEqual([['cells-whole', 'gaps-touch'], []]);
    expect(codes({ kind: 'supply', by: 'district' })).toEqual([[], ['without-capacity', 'facilities-outside']]);
    expect(codes({ kind: 'e2sfca', catchment: 50, decay: { kind: 'gaussian' } })).toEqual([
      ['e2sfca-weights'],
      ['without-capacity', 'unreached-supply'],
    ]);
    const points = { ids: ['a'], lonLat: Float64Array.from(at(0, 0)) };
    expect(
      codes({ kind: 'kde', of: { points: [] }, bandwidthM: 300, cellM: 100, kernel: 'gaussian' }, { points }),
    ).toEqual([['kde-edges'], []]);
  });

  const spatial = (change: object): MeasureRequest => ({
    kind: 'moran',
    values: { values: [1, 2, 3, 5] },
    neighbours: { nearest: 2 },
    ...change,
  });
  const toilets = { of: { layer: 'toilets' } } as const;
  const points = { ids: [], lonLat: new Float64Array() };
  it.each([
    ['neighbours-need-places', '/analyses/3/neighbours', spatial({})],
    ['values-choice', '/analyses/3/values', spatial({ values: {} })],
    ['values-choice', '/analyses/3/values', spatial({ values: { values: [1], points: [] } })],
    [
      'place-missing',
      '/analyses/3/values/points/1',
      spatial({
        values: {
          points: [
            { lon: 120, lat: 36, value: 1 },
            { node: 7, value: 2 },
            { lon: 120, lat: 36, value: 1 },
          ],
        },
      }),
    ],
    ['contiguity-needs-grid', '/analyses/3/neighbours/contiguity', spatial({ neighbours: { contiguity: 'queen' } })],
    ['triple-wrong', '/analyses/3/neighbours/given/0', spatial({ neighbours: { given: [[0, 4, 1]] } })],
    ['cells-choice', '/analyses/3', { kind: 'balance', ...toilets }],
    [
      'cells-choice',
      '/analyses/3/values/count',
      spatial({ values: { count: { ...toilets, cellM: 5, areas: 'streets' } } }),
    ],
    ['no-points', '/analyses/3/of', { kind: 'balance', ...toilets, cellM: 100 }],
    ['no-points', '/analyses/3/of', { kind: 'kde', ...toilets, cellM: 100, bandwidthM: 100 }],
    ['no-areas', '/analyses/3/areas', { kind: 'balance', ...toilets, areas: 'streets' }],
  ] as const)('is refused with %s at %s', (code, place, request) => {
    expect(() =>
      runMeasure(null, request as RunnableRequest, IDLE, {
        at: '/analyses/3',
        points,
        areas: { ids: [], geometries: [] },
      }),
    ).toThrow(expect.objectContaining({ code, at: place }));
  });

  it.each([
    { kind: 'kde', ...toilets, cellM: 100, bandwidthM: 100 },
    { kind: 'balance', ...toilets, cellM: 100 },
    { kind: 'balance', ...toilets, areas: 'streets' },
  ] as const)('is refused where a point has no place: %j', (request) => {
    const lost = {
      points: { ids: ['a', 'b'], lonLat: Float64Array.of(120, 36, NaN, NaN) },
      areas: { ids: [], geometries: [] },
    };
    expect(() => runMeasure(null, request, IDLE, lost)).toThrow(
      expect.objectContaining({ code: 'point-unplaced', at: '/of' }),
    );
  });

  it('without what it reads is the caller’s mistake', () => {
    expect(() => runMeasure(null, { kind: 'assignment' }, IDLE)).toThrow(TypeError);
    expect(() => runMeasure(null, { kind: 'balance', ...toilets, cellM: 10 }, IDLE)).toThrow('"points"');
  });

  it('ends when it is cancelled', () => {
    const cancelled = {
      ...IDLE,
      checkpoint: () => {
        throw new Cancelled();
      },
    };
    expect(() => runMeasure(INPUT, { kind: 'assignment' }, cancelled)).toThrow(Cancelled);
    // In the middle of things, too.
    let looks = 0;
    const later = {
      ...IDLE,
      checkpoint: () => {
        if ((looks += 1) > 2) throw new Cancelled();
      },
    };
    const points = Array.from({ length: 1000 }, (_, i) => ({ lon: 120 + i / 1000, lat: 36, value: i }));
    expect(() =>
      runMeasure(null, { kind: 'hotspots', values: { points }, neighbours: { withinM: 300 } }, later),
    ).toThrow(Cancelled);
  });
});

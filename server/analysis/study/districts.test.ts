import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { DistrictsResult } from '../../../tiles/api/districts.ts';
import { StudyResultSchema, type StudyResult } from '../../../tiles/api/result.ts';
import { IDLE } from '../../testing/measure-inputs.ts';
import { TOILETS, townDemand, townGraph } from '../../testing/small-town.ts';
import { Derived } from '../engine/derived.ts';
import type { Sources } from '../engine/sources.ts';
import { jsonSchema } from './json-schema.ts';
import { parseAs } from './parse.ts';
import { runStudy } from './run.ts';

const isAnswer = new Ajv2020({ strict: false, formats: { 'date-time': true } }).compile(
  jsonSchema(StudyResultSchema, 'en'),
);

const SIZE = 0.01;
const square = (west: number) => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, 36],
      [west + SIZE, 36],
      [west + SIZE, 36 + SIZE],
      [west, 36 + SIZE],
      [west, 36],
    ],
  ],
});
const place = (index: number) => ({ lon: 120 + (index + 0.5) * SIZE, lat: 36 + SIZE / 2 });

/** Five blocks in a row of ten people each, then a gap and an island; a school at each end of the row. */
const ROW = {
  demand: {
    areas: [0, 1, 2, 3, 4, 6].map((index) => ({
      id: `b${String(index)}`,
      people: 10,
      geometry: square(120 + index * SIZE),
      subdistrict: index < 3 ? 'west' : 'east',
    })),
  },
  facilities: { points: [0, 4].map((index) => ({ id: `s${String(index)}`, ...place(index), capacity: 30 })) },
  matrix: {
    // By block: to the school in the west, and to that in the east.
    costs: [
      [0, 9],
      [1, 2],
      [2, 1],
      [5, 1],
      [9, 0],
      [9, 3],
    ],
  },
};

const of = <T>(value: T) => Promise.resolve({ key: '', hash: '', value });
const sources = { network: () => of(townGraph()), demand: () => of(townDemand()) } as unknown as Sources;

/** The study, checked as a body is, and its answer, which is as its schema says. */
async function run(request: object, study: object = ROW): Promise<StudyResult & { readonly found: DistrictsResult }> {
  const parsed = parseAs('Study', { ...study, analyses: [{ kind: 'districts', gap: 0, ...request }] }, 1000);
  const answer = await runStudy(parsed, { sources, derived: new Derived(), taskFor: () => IDLE });
  const read = JSON.parse(JSON.stringify(answer)) as StudyResult;
  isAnswer(read);
  expect(isAnswer.errors).toBeNull();
  const [found] = read.results;
  if (found?.kind !== 'districts') throw new Error('There are no districts.');
  return { ...read, found };
}

describe('districts of a study', () => {
  it('are the nearest facilities where there is no limit, and say what is on no ground of theirs', async () => {
    const { found, warnings } = await run({ perDemand: true });
    expect(found).toMatchObject({
      status: 'optimal',
      units: 6,
      objective: 10 * (0 + 1 + 1 + 1 + 0),
      meanCost: 30 / 50,
      nearestMeanCost: 30 / 50,
      excess: 0,
      unassigned: { cells: 1, people: 10 },
      zones: [
        { id: 's0', facilities: ['s0'], people: 20, cells: 2, atMost: null, capacity: null, meanCost: 0.5 },
        { id: 's4', people: 30, cells: 3 },
      ],
    });
    expect(found.bound).toBe(found.objective);
    expect(found.allocation?.map(({ demand, facility, cost }) => [demand, facility, cost])).toEqual([
      ['b0', 's0', 0],
      ['b1', 's0', 1],
      ['b2', 's4', 1],
      ['b3', 's4', 1],
      ['b4', 's4', 0],
      ['b6', null, null],
    ]);
    expect(warnings.map(({ code }) => code)).toContain('warn-districts-islands');
  });

  it('hold no more than the capacities, or as many as the balance asks for', async () => {
    const facilities = {
      points: ROW.facilities.points.map((each, nth) => ({ ...each, capacity: nth === 0 ? 30 : 20 })),
    };
    const { found } = await run({ useCapacities: true }, { ...ROW, facilities });
    expect(found).toMatchObject({
      status: 'optimal',
      objective: 40,
      zones: [{ people: 30, atMost: 30 }, { people: 20 }],
    });
    const halves = await run({ balance: 0.1 });
    expect(halves.found).toMatchObject({ status: 'infeasible', zones: [{ atLeast: 22.5 }, { atLeast: 22.5 }] });
    expect(halves.found.gap).toBeNull();
    expect(halves.warnings.map(({ code }) => code)).toContain('warn-districts-infeasible');
    expect((await run({ balance: 0.2 })).found.status).toBe('optimal');
  });

  it('are refused where no facility has room or a way, which is not that there are none', async () => {
    const points = ROW.facilities.points.map((each) => ({ ...each, capacity: 0 }));
    for (const overCapacity of ['refuse', 'scale'])
      await expect(
        run({ useCapacities: true, overCapacity }, { ...ROW, facilities: { points } }),
      ).rejects.toMatchObject({ code: 'districts-no-room', at: '/analyses/0/useCapacities' });
    const away = points.map((each) => ({ ...each, lon: 0, lat: 0 }));
    const costs = ROW.matrix.costs.map((row) => row.map(() => null));
    await expect(run({}, { ...ROW, matrix: { costs }, facilities: { points: away } })).rejects.toMatchObject({
      code: 'districts-no-way',
      at: '/analyses/0',
    });
  });

  it('are refused where the capacities hold too few, with the numbers, and scaled where asked for', async () => {
    const facilities = { points: ROW.facilities.points.map((each) => ({ ...each, capacity: 20 })) };
    const refused = await run({ useCapacities: true }, { ...ROW, facilities }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'districts-full', at: '/analyses/0/useCapacities' });
    expect(String(refused)).toMatch(/hold 40 in all, and 50 people .* 10 too many/);
    const whole = {
      ...ROW,
      facilities,
      demand: { areas: ROW.demand.areas.map((each) => ({ ...each, people: 1000 })) },
    };
    const { found, assumptions } = await run({ useCapacities: true, overCapacity: 'scale' }, whole);
    expect(assumptions.map(({ code }) => code)).toContain('assume-capacity-scaled');
    expect(found.zones.map(({ atMost }) => Math.round(atMost ?? 0))).toEqual([2625, 2625]);
  });

  it('keep subdistricts whole where these are the units', async () => {
    const { found } = await run({ by: 'subdistrict' });
    expect(found).toMatchObject({ units: 2, objective: 10 * (0 + 1 + 2 + 1 + 0 + 3), unassigned: { cells: 0 } });
    expect(found.zones.map(({ cells }) => cells)).toEqual([3, 3]);
  });

  it('need ground: points have no borders', async () => {
    const points = { points: ROW.demand.areas.map(({ id, people }) => ({ id, people })) };
    await expect(run({}, { ...ROW, demand: points })).rejects.toMatchObject({ code: 'districts-points' });
  });

  it('of a town go along its streets, and facilities in one cell share a zone', async () => {
    const [first, ...rest] = TOILETS;
    const points = [...TOILETS, { ...(first as (typeof TOILETS)[number]), id: 'twin' }].map(({ id, lon, lat }) => ({
      id,
      lon,
      lat,
    }));
    const study = { network: { stored: 'town' }, demand: { stored: 'townspeople' }, facilities: { points } };
    const { found, assumptions } = await run({ gap: 0.02, balance: 0.2 }, study);
    expect(found.zones.map(({ facilities }) => facilities)).toEqual([
      [first?.id, 'twin'],
      ...rest.map(({ id }) => [id]),
    ]);
    expect(assumptions.map(({ code }) => code)).toContain('assume-shared-zones');
    expect(found.excess).toBe(0);
    expect(found.zones.reduce((sum, { people }) => sum + people, 0)).toBe(29 * 29 * 100);
    const part = (29 * 29 * 100) / TOILETS.length;
    for (const { people } of found.zones) expect(Math.abs(people - part)).toBeLessThanOrEqual(0.2 * part + 1e-6);
    expect(found.bound).toBeLessThanOrEqual(found.objective);
  });
});

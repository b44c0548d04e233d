import { describe, expect, it } from 'vitest';
import type { SitingResult } from '../../../tiles/api/siting.ts';
import type { Study } from '../../../tiles/api/study.ts';
import { IDLE } from '../../testing/measure-inputs.ts';
import { TOILETS, townDemand, townGraph } from '../../testing/small-town.ts';
import { Derived } from '../engine/derived.ts';
import type { FeatureQuery, Features, Sources, Versioned } from '../engine/sources.ts';
import { AnalysisError } from '../errors.ts';
import { parseAs } from './parse.ts';
import { runStudy } from './run.ts';

const [graph, demand, derived] = [townGraph(), townDemand(), new Derived()];
const TEXT = { zh: '公厕', en: 'Toilets' };
/** Of the four toilets; two have none. */
const CAPACITY = [9000, NaN, 5000, NaN];

function featuresOf(query: FeatureQuery): Features {
  // The defaults of a study are none of the query.
  expect(Object.keys(query).filter((key) => key.startsWith('default'))).toEqual([]);
  const none = TOILETS.map(() => null);
  return {
    layer: query.layer,
    title: TEXT,
    arePoints: true,
    ids: TOILETS.map(({ id }) => id),
    lonLat: Float64Array.from(TOILETS.flatMap(({ lon, lat }) => [lon, lat])),
    capacity: query.capacity === undefined ? null : Float64Array.from(CAPACITY),
    cost: query.cost === undefined ? null : Float64Array.from([100, 200, NaN, NaN]),
    district: none,
    subdistrict: none,
    attributes: {},
    shares: {},
    provenances: [],
  };
}

const of = <T>(value: T): Promise<Versioned<T>> => Promise.resolve({ key: '', hash: '', value });
const sources = {
  network: () => of(graph),
  demand: () => of(demand),
  features: async (query: FeatureQuery) => of(featuresOf(query)),
} as unknown as Sources;

async function siting(study: object, request: object): Promise<{ found: SitingResult; codes: readonly string[] }> {
  const whole: Study = parseAs(
    'Study',
    {
      network: { stored: 'town' },
      demand: { stored: 'townspeople' },
      ...study,
      analyses: [{ kind: 'siting', model: 'mclp', within: 400, ...request }],
    },
    1000,
  );
  const { results, assumptions } = await runStudy(whole, { sources, derived, taskFor: () => IDLE });
  const [found] = results;
  if (found?.kind !== 'siting') throw new Error('There is no siting.');
  return { found, codes: assumptions.map(({ code }) => code) };
}

const CELLS = { spacingM: 500, max: 40 };

describe('limits of a siting', () => {
  it('are a number and a budget at once, with one cost for all candidates', async () => {
    const budget = (limits: object, cost = 300) => siting({ candidates: { cells: { ...CELLS, cost } } }, limits);
    const { found, codes } = await budget({ p: 5, budget: 1000 });
    expect(found.sites.map(({ cost }) => cost)).toEqual([300, 300, 300]);
    expect(codes).toContain('assume-cost-each');
    expect((await budget({ p: 2, budget: 1000 })).found.sites).toHaveLength(2);
    expect((await budget({ budget: 1000 })).found.sites).toHaveLength(3);
    // No more, and no fewer, than a number alone would give.
    expect(found.objective).toBe((await siting({ candidates: { cells: CELLS } }, { p: 3 })).found.objective);
    expect((await budget({ budget: 0.3 }, 0.1)).found.sites).toHaveLength(3);
    await expect(budget({ budget: 299 })).rejects.toMatchObject({ code: 'siting-budget-too-small' });
    const refused = siting({ candidates: { cells: CELLS } }, { budget: 1000 });
    await expect(refused).rejects.toMatchObject({ code: 'budget-without-costs' });
  });

  it('are capacities, of which those that have none get the one that the study gives', async () => {
    const facilities = { layer: 'toilets', capacity: 'area' };
    const candidates = { cells: { ...CELLS, capacity: 4000 } };
    const asked = { p: 2, useCapacities: true };
    const error = await siting({ facilities, candidates }, asked).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(AnalysisError);
    expect(error).toMatchObject({ code: 'capacity-missing' });
    expect(String((error as AnalysisError).text.en)).toContain('2 facilities or candidates have no capacity');
    const edits = [{ kind: 'add', id: 'new-1', lon: TOILETS[0]?.lon ?? 0, lat: TOILETS[0]?.lat ?? 0 }];
    const filled = { facilities: { ...facilities, defaultCapacity: 1000 }, candidates, edits };
    const { found, codes } = await siting(filled, asked);
    expect(codes.filter((code) => code === 'assume-capacity-each')).toHaveLength(2);
    expect(found.sites.every(({ people }) => people <= 4000)).toBe(true);
    const whole = await siting(filled, { ...asked, wholeCells: true });
    // Cells of a hundred people, none of them divided.
    expect(whole.found.objective % 100).toBe(0);
  });

  it('are costs of an attribute, and one for those that lack it', async () => {
    const candidates = { layer: 'toilets', cost: 'price', defaultCost: 700 };
    const { found } = await siting({ candidates }, { budget: 900 });
    const spent = found.sites.reduce((sum, { cost }) => sum + (cost ?? NaN), 0);
    expect(spent).toBeLessThanOrEqual(900);
    expect(found.sites.length).toBeGreaterThan(1);
  });
});

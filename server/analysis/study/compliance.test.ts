import { describe, expect, it } from 'vitest';
import type { ComplianceRequest, ComplianceResult, Standard, StandardRule } from '../../../tiles/api/standard.ts';
import type { Study, Travel } from '../../../tiles/api/study.ts';
import { placeInTown, TOILETS, townDemand, townGraph } from '../../testing/small-town.ts';
import { UNWATCHED } from '../../testing/street-grids.ts';
import { Derived } from '../engine/derived.ts';
import type { FeatureQuery, Features, Sources, Versioned } from '../engine/sources.ts';
import { AnalysisError } from '../errors.ts';
import { layerEdits } from './edited-features.ts';
import { runCompliance, type ComplianceAnswer } from './compliance.ts';

const TEXT = { zh: '规则', en: 'rule' };
const [graph, demand, derived] = [townGraph(), townDemand(), new Derived()];
/** Areas of the four toilets, from the south-west on; the last is not known. */
const AREAS = [6000, 3000, 1000, NaN];
const ACCESSIBLE = [1, 0, 1, NaN];

const rule = (id: string, change: Partial<StandardRule>): StandardRule => ({
  id,
  title: TEXT,
  clause: null,
  layer: 'toilets',
  demanded: { kind: 'within', minutes: 10 },
  unit: TEXT,
  certainty: 'unverified',
  reportOnly: true,
  ...change,
});

function featuresOf({ layer, attributes = [], shares = {} }: FeatureQuery): Features {
  if (layer !== 'toilets' && layer !== 'communities')
    throw new AnalysisError('unknown-layer', { zh: '没有图层', en: 'There is no layer {layer}.' }, { layer });
  const numbers = layer === 'toilets' ? AREAS : [300, 300, 200, 200];
  return {
    layer,
    title: TEXT,
    arePoints: true,
    ids: TOILETS.map(({ id }) => id),
    lonLat: Float64Array.from(TOILETS.flatMap(({ lon, lat }) => [lon, lat])),
    capacity: null,
    cost: null,
    district: TOILETS.map(() => null),
    subdistrict: TOILETS.map(() => null),
    attributes: Object.fromEntries(attributes.map((name) => [name, Float64Array.from(numbers)])),
    shares: Object.fromEntries(Object.keys(shares).map((name) => [name, Float64Array.from(ACCESSIBLE)])),
    provenances: [],
  };
}

/** Rules checked in the town: 29 by 29 cells of 100 people each, streets every 100 metres. */
function check(
  rules: readonly StandardRule[],
  request: Partial<ComplianceRequest> = {},
  travel: Travel = {},
  scenario: Pick<Study, 'facilities' | 'edits'> = {},
): Promise<ComplianceAnswer> {
  const standard: Standard = { id: 's', number: 'GB 1', year: 2018, title: TEXT, rules };
  const of = <T>(value: T): Promise<Versioned<T>> => Promise.resolve({ key: '', hash: '', value });
  const sources = {
    standard: () => of(standard),
    features: async (query: FeatureQuery) => of(featuresOf(query)),
  } as unknown as Sources;
  return runCompliance(
    { kind: 'compliance', standard: 's', by: 'district', ...request },
    { graph, travel, demand, edited: layerEdits(scenario), sources, derived, at: '/analyses/0', task: UNWATCHED },
  );
}

const coveredCells = ({ rows }: ComplianceResult, id: string): number[] =>
  (rows.find((row) => row.rule === id && row.scope === 'whole')?.covered ?? []).flatMap(([from, to]) =>
    Array.from({ length: to - from }, (_, i) => from + i),
  );

describe('a standards check of a town', () => {
  it('takes a walk of ten minutes for one of 600 metres, and a faster one for more', async () => {
    const rules = [
      rule('metres', { demanded: { kind: 'within', metres: 600 } }),
      rule('minutes', { demanded: { kind: 'within', minutes: 10 } }),
    ];
    const { result, assumptions } = await check(rules);
    expect(coveredCells(result, 'minutes')).toEqual(coveredCells(result, 'metres'));
    expect(assumptions.find(({ code }) => code === 'walking-speed')?.message.en).toContain('1 m/s');
    const faster = await check(rules, {}, { mode: 'walk', speedMps: 1.5 });
    expect(coveredCells(faster.result, 'metres')).toEqual(coveredCells(result, 'metres'));
    const gained = new Set(coveredCells(faster.result, 'minutes'));
    expect(gained.size).toBeGreaterThan(coveredCells(result, 'minutes').length);
    expect(coveredCells(result, 'minutes').every((cell) => gained.has(cell))).toBe(true);
    expect(faster.assumptions.find(({ code }) => code === 'walking-speed')?.message.en).toContain('1.5 m/s');
    // A study that drives says nothing about how fast people walk.
    const driven = await check(rules, {}, { mode: 'drive' });
    expect(coveredCells(driven.result, 'minutes')).toEqual(coveredCells(result, 'metres'));
  });

  it('takes straight lines as they are: whoever walks so far is nearer than that', async () => {
    const { result } = await check([
      rule('walk', { demanded: { kind: 'within', metres: 600 } }),
      rule('line', { demanded: { kind: 'within', metres: 600, along: 'line' } }),
    ]);
    const scale = placeInTown(1, 1);
    const origin = placeInTown(0, 0);
    const metres = (cell: number): number =>
      Math.min(
        ...TOILETS.map(({ lon, lat }) =>
          Math.hypot(
            ((demand.lonLat[2 * cell] as number) - lon) / (scale.lon - origin.lon),
            ((demand.lonLat[2 * cell + 1] as number) - lat) / (scale.lat - origin.lat),
          ),
        ),
      );
    // At the limit itself a scale of one latitude may tell a cell wrong.
    const cells = Array.from({ length: demand.count }, (_, cell) => cell);
    const isSure = (cell: number): boolean => Math.abs(metres(cell) - 600) > 0.5;
    const [expected, found] = [cells.filter((cell) => metres(cell) <= 600), coveredCells(result, 'line')];
    expect(cells.filter(isSure).length).toBeGreaterThan(cells.length - 10);
    expect(found.filter(isSure)).toEqual(expected.filter(isSure));
    expect(coveredCells(result, 'walk').every((cell) => found.includes(cell))).toBe(true);
    expect(result.rows.find((row) => row.rule === 'line' && row.scope === 'whole')).toMatchObject({
      numerator: found.length * 100,
      denominator: 84_100,
      verdict: 'reported',
    });
  });

  it('drives where its rule does, from the facility where that comes', async () => {
    const { result } = await check([
      rule('walk', { demanded: { kind: 'within', minutes: 3 } }),
      rule('fire', { demanded: { kind: 'within', minutes: 3, along: 'drive', direction: 'from-facility' } }),
    ]);
    expect(coveredCells(result, 'fire').length).toBeGreaterThan(coveredCells(result, 'walk').length);
  });

  it('counts the radius of each size class, and nobody whose size is not known', async () => {
    const { result, warnings } = await check([
      rule('sizes', {
        demanded: {
          kind: 'within-by-size',
          attribute: 'area_m2',
          classes: [
            { from: 5000, metres: 500 },
            { from: 2000, below: 5000, metres: 300 },
          ],
          along: 'line',
        },
      }),
      rule('south-west', { demanded: { kind: 'within', metres: 500, along: 'line' } }),
      rule('south-east', { demanded: { kind: 'within', metres: 300, along: 'line' } }),
    ]);
    const isWest = (cell: number): boolean => (demand.lonLat[2 * cell] as number) < placeInTown(1500, 0).lon;
    const isSouth = (cell: number): boolean => (demand.lonLat[2 * cell + 1] as number) < placeInTown(0, 1500).lat;
    const expected = [
      ...coveredCells(result, 'south-west').filter((cell) => isSouth(cell) && isWest(cell)),
      ...coveredCells(result, 'south-east').filter((cell) => isSouth(cell) && !isWest(cell)),
    ].sort((a, b) => a - b);
    expect(expected.length).toBeGreaterThan(80);
    expect(coveredCells(result, 'sizes')).toEqual(expected);
    expect(warnings.find(({ code }) => code === 'values-missing')?.message.en).toContain('1 facilities');
  });

  it('counts who has an attribute, people for a facility, and areas by person and household', async () => {
    const households = { layer: 'communities', attribute: 'households' };
    const perHousehold = rule('h', {
      demanded: { kind: 'area-per-household', attribute: 'floor', per: 100, households },
    });
    const { result } = await check([
      rule('s', { demanded: { kind: 'share', attribute: 'accessible', values: [true] } }),
      rule('f', {
        reportOnly: false,
        demanded: { kind: 'people-per-facility', people: 40_600, size: { attribute: 'area', min: 2000 } },
      }),
      rule('m', { demanded: { kind: 'area-per-person', attribute: 'land' } }),
      perHousehold,
    ]);
    const row = (id: string, area: string | null): unknown[] => {
      const found = result.rows.find((each) => each.rule === id && each.area === area);
      return [found?.numerator, found?.denominator, found?.verdict];
    };
    // 14 columns of 29 cells lie in the west, 15 in the east.
    expect(['370202', '370203'].map((area) => result.rows.find((each) => each.area === area)?.people)).toEqual([
      40_600, 43_500,
    ]);
    expect(['370202', '370203', null].map((area) => row('s', area))).toEqual([
      [2, 2, 'reported'],
      [0, 1, 'reported'],
      [2, 3, 'reported'],
    ]);
    expect(['370202', '370203', null].map((area) => row('f', area))).toEqual([
      [1, 1, 'met'],
      [1, 43_500 / 40_600, 'below'],
      [2, 84_100 / 40_600, 'below'],
    ]);
    expect(row('m', null).slice(0, 2)).toEqual([10_000, 84_100]);
    expect(['370202', '370203', null].map((area) => row('h', area))).toEqual([
      [7000, 5, 'reported'],
      [3000, 5, 'reported'],
      [10_000, 10, 'reported'],
    ]);
    const given = await check([perHousehold], { peoplePerHousehold: 2.9 });
    expect(given.result.rows[0]).toMatchObject({ numerator: 10_000, denominator: 84_100 / 2.9 / 100 });
    expect(given.assumptions.map(({ code }) => code)).toContain('households-given');
  });

  it('lists what lacks data with what it needs, and computes the rest', async () => {
    const needs = { zh: '户数', en: 'households' };
    const { result, warnings } = await check([
      rule('there', {}),
      rule('absent', { layer: 'parks', needs, missing: { zh: '没有', en: 'No layer.' } }),
      rule('homeless', {
        needs,
        demanded: {
          kind: 'area-per-household',
          attribute: 'floor',
          per: 100,
          households: { layer: 'homes', attribute: 'households' },
        },
      }),
    ]);
    expect(new Set(result.rows.map((row) => row.rule))).toEqual(new Set(['there']));
    expect(result.missing).toEqual([
      { rule: 'absent', needs, lacks: { zh: '没有', en: 'No layer.' } },
      {
        rule: 'homeless',
        needs,
        lacks: {
          zh: expect.stringContaining('peoplePerHousehold') as string,
          en: expect.stringContaining('There is no layer homes.') as string,
        },
      },
    ]);
    expect(warnings.map(({ code }) => code)).toContain('rules-missing');
  });
});

describe('a check of a scenario', () => {
  const TOILETS_PLANNED = { layer: 'toilets', capacity: 'area' };
  const near = rule('near', { demanded: { kind: 'within', metres: 600 } });
  const [south, ...others] = TOILETS.map(({ id }) => id) as [string, ...string[]];
  const middle = placeInTown(1500, 1500);
  const whole = ({ result }: ComplianceAnswer, id: string) =>
    result.rows.find((row) => row.rule === id && row.scope === 'whole');

  it('counts what is added, moved and removed where a rule is about its layer, and says so', async () => {
    const today = coveredCells((await check([near])).result, 'near');
    const facilities = TOILETS_PLANNED;
    const cells = async (edits: NonNullable<Study['edits']>): Promise<number[]> =>
      coveredCells((await check([near], {}, {}, { facilities, edits })).result, 'near');
    const added = await cells([{ kind: 'add', id: 'new-1', ...middle }]);
    const moved = await cells([{ kind: 'move', id: south, ...middle }]);
    const removed = await cells([{ kind: 'remove', id: south }]);
    const none = await cells(TOILETS.map(({ id }) => ({ kind: 'remove', id })));
    expect(added.length).toBeGreaterThan(today.length);
    expect(today.every((cell) => added.includes(cell))).toBe(true);
    expect(removed.length).toBeLessThan(today.length);
    expect(none).toEqual([]);
    // Moving is removing here and adding there.
    expect(moved).toEqual(added.filter((cell) => removed.includes(cell) || !today.includes(cell)));
    const { assumptions } = await check([near], {}, {}, { facilities, edits: [{ kind: 'remove', id: south }] });
    expect(assumptions.find(({ code }) => code === 'assume-edits')?.message.en).toContain('1 removed');
    expect((await check([near])).assumptions.map(({ code }) => code)).not.toContain('assume-edits');
  });

  it('reads the capacity of an added facility, whose other attributes nobody knows', async () => {
    const rules = [
      rule('area', { demanded: { kind: 'area-per-person', attribute: 'area' } }),
      rule('share', { demanded: { kind: 'share', attribute: 'accessible', values: [true] } }),
    ];
    const edits: NonNullable<Study['edits']> = [
      { kind: 'add', id: 'new-1', ...middle, capacity: 500 },
      { kind: 'remove', id: others[0] ?? '' },
    ];
    const answer = await check(rules, {}, {}, { facilities: TOILETS_PLANNED, edits });
    expect(whole(answer, 'area')).toMatchObject({ numerator: 6000 + 1000 + 500, facilities: 4 });
    expect(whole(answer, 'share')).toMatchObject({ numerator: 2, denominator: 2 });
  });

  it.each([
    [undefined, 'added-assumed', 5],
    ["kind = 'public'", undefined, 5],
    ["kind IN ('public', 'mobile') AND open = TRUE", 'added-assumed', 5],
    ["kind = 'mobile'", 'added-left-out', 4],
  ])(
    'tells by the filter %s of the study whether what is added is what a rule is about',
    async (filter, code, count) => {
      const about = rule('public', { filter: "kind = 'public'" });
      const facilities = { layer: 'toilets', ...(filter === undefined ? {} : { filter }) };
      const answer = await check([about], {}, {}, { facilities, edits: [{ kind: 'add', id: 'new-1', ...middle }] });
      expect(whole(answer, 'public')?.facilities).toBe(count);
      const said = answer.warnings.map((each) => each.code).filter((each) => each.startsWith('added-'));
      expect(said).toEqual(code === undefined ? [] : [code]);
    },
  );

  it('says where no rule is about the layer that it changes', async () => {
    const edits: NonNullable<Study['edits']> = [{ kind: 'add', id: 'new-1', ...middle }];
    const answer = await check([near], {}, {}, { facilities: { layer: 'communities' }, edits });
    expect(coveredCells(answer.result, 'near')).toEqual(coveredCells((await check([near])).result, 'near'));
    expect(answer.assumptions.map(({ code }) => code)).toContain('edits-elsewhere');
  });
});

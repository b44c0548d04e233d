import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ComplianceRow, Standard, StandardRule } from '../../../tiles/api/standard.ts';
import { inputOf, type InputTable } from '../../testing/measure-inputs.ts';
import { compliance } from './compliance.ts';
import { loadStandards } from './load.ts';
import { complianceCaveats } from './warnings.ts';
import type { ComplianceInput, RuleInput } from './types.ts';
import { loadCatalogue } from '../../layers/catalogue.ts';

const TEXT = { zh: '规则', en: 'rule' };
const rule = (change: Partial<StandardRule>): StandardRule => ({
  id: 'r',
  title: TEXT,
  clause: null,
  layer: 'toilets',
  demanded: { kind: 'density', min: 1 },
  unit: TEXT,
  certainty: 'unverified',
  ...change,
});
const standard = (...rules: StandardRule[]): Standard => ({ id: 's', number: 'GB 1', year: 2018, title: TEXT, rules });

/** Four hectares of homes and one of park in the west, two of homes in the east, one of park nowhere. */
const TABLE: Omit<InputTable, 'costs' | 'facilities'> = {
  people: [10, 20, 30, 40, 0, 50, 60, 0],
  areaM2: [10_000, 10_000, 10_000, 10_000, 10_000, 10_000, 10_000, 10_000],
  district: ['w', 'w', 'w', 'w', 'w', 'e', 'e', null],
  landUse: ['residential', 'residential', 'green', 'residential', 'residential', 'residential', 'residential', 'green'],
};

function report(
  one: StandardRule,
  facilities: InputTable['facilities'] & object,
  rest: Omit<RuleInput, 'facilities'> = {},
  change: Partial<ComplianceInput> = {},
): { readonly rows: readonly ComplianceRow[]; readonly outside: number; readonly codes: readonly string[] } {
  const count = (facilities.landUse ?? facilities.district ?? []).length;
  const input = inputOf({ ...TABLE, costs: TABLE.people.map(() => new Array<null>(count).fill(null)), facilities });
  const whole = {
    standard: standard(one),
    by: 'district',
    demand: input.demand,
    inputs: new Map([['r', { facilities: input.facilities, ...rest }]]),
    ...change,
  } as const;
  const result = compliance(whole);
  return {
    rows: result.rows,
    outside: result.outside[0]?.facilities ?? NaN,
    codes: complianceCaveats(whole, result).warnings.map(({ code }) => code),
  };
}
const brief = (rows: readonly ComplianceRow[]): unknown[] =>
  rows.map(({ scope, area, value, verdict }) => [scope, area, value, verdict]);

describe('a check of a density', () => {
  const homes = rule({ landUse: ['residential'], demanded: { kind: 'density', min: 20, max: 60 } });

  it('divides the facilities on the ground it is about by that ground, area by area, and names the cells', () => {
    const { rows, outside, codes } = report(homes, {
      district: ['w', 'w', 'e', 'e', 'w', null],
      landUse: ['residential', 'residential', 'residential', 'residential', 'green', null],
    });
    expect(rows).toEqual([
      {
        rule: 'r',
        scope: 'whole',
        area: null,
        value: 4 / 0.06,
        verdict: 'above',
        people: 180,
        areaM2: 60_000,
        facilities: 4,
        numerator: 4,
        denominator: 0.06,
        cells: [
          [0, 2],
          [3, 7],
        ],
      },
      {
        rule: 'r',
        scope: 'area',
        area: 'e',
        value: 2 / 0.02,
        verdict: 'above',
        people: 110,
        areaM2: 20_000,
        facilities: 2,
        numerator: 2,
        denominator: 0.02,
        cells: [[5, 7]],
      },
      {
        rule: 'r',
        scope: 'area',
        area: 'w',
        value: 2 / 0.04,
        verdict: 'met',
        people: 70,
        areaM2: 40_000,
        facilities: 2,
        numerator: 2,
        denominator: 0.04,
        cells: [
          [0, 2],
          [3, 5],
        ],
      },
      {
        rule: 'r',
        scope: 'area',
        area: null,
        value: null,
        verdict: 'not-applicable',
        people: 0,
        areaM2: 0,
        facilities: 0,
        numerator: 0,
        denominator: 0,
        cells: [],
      },
    ]);
    expect(outside).toBe(2);
    expect(codes).toEqual(['rules-unverified', 'facilities-off-ground']);
  });

  it('is below where too few stand there, none included, and met on both its ends', () => {
    const { rows } = report(rule({ ...homes, demanded: { kind: 'density', min: 25, max: 25 } }), {
      district: ['w'],
      landUse: ['residential'],
    });
    expect(brief(rows)).toEqual([
      ['whole', null, 1 / 0.06, 'below'],
      ['area', 'e', 0, 'below'],
      ['area', 'w', 25, 'met'],
      ['area', null, null, 'not-applicable'],
    ]);
  });

  it('cannot be judged, and says so, where there is no such ground', () => {
    const { rows, codes } = report(rule({ landUse: ['industrial'] }), { district: ['w'], landUse: ['residential'] });
    expect(
      rows.every(({ verdict, value, cells }) => verdict === 'not-applicable' && value === null && cells.length === 0),
    ).toBe(true);
    expect(codes).toContain('no-such-ground');
  });

  it('without land uses takes all ground, and leaves out what stands on none', () => {
    const { rows, outside } = report(rule({}), { district: ['w', null, null], landUse: ['green', 'green', null] });
    expect(rows.map(({ area, facilities, areaM2 }) => [area, facilities, areaM2])).toEqual([
      [null, 2, 80_000],
      ['e', 0, 20_000],
      ['w', 1, 50_000],
      [null, 1, 10_000],
    ]);
    expect(outside).toBe(1);
  });
});

describe('a check of distances', () => {
  const reach = (share: number): StandardRule =>
    rule({ landUse: ['residential'], demanded: { kind: 'within', metres: 300, share } });
  const nearestM = Float64Array.of(300, 300.1, 9, 10, Infinity, 20, 30, 0);

  it('takes the share of people within, the limit included; nobody’s cell may be anywhere', () => {
    const { rows } = report(reach(1), { district: ['w'], landUse: ['green'] }, { nearestM });
    expect(brief(rows)).toEqual([
      ['whole', null, 160 / 180, 'below'],
      ['area', 'e', 1, 'met'],
      ['area', 'w', 50 / 70, 'below'],
      ['area', null, null, 'not-applicable'],
    ]);
    // Whoever serves the homes may stand in the park.
    expect(rows[0]).toMatchObject({ facilities: 1, numerator: 160, denominator: 180 });
  });

  it('is met where the share asked for is reached', () => {
    expect(report(reach(160 / 180), { district: ['w'] }, { nearestM }).rows[0]).toMatchObject({ verdict: 'met' });
    expect(report(reach(0.9), { district: ['w'] }, { nearestM }).rows[0]).toMatchObject({ verdict: 'below' });
  });
});

describe('a check of numbers', () => {
  it('per thousand people counts facilities, or adds up a capacity and says who has none', () => {
    const facilities = { district: ['w', 'e', 'e'] };
    expect(
      report(rule({ demanded: { kind: 'per-thousand', min: 15 } }), facilities).rows.map(({ value, verdict }) => [
        value,
        verdict,
      ]),
    ).toEqual([
      [3 / 0.21, 'below'],
      [2 / 0.11, 'met'],
      [1 / 0.1, 'below'],
      [null, 'not-applicable'],
    ]);
    const { rows, codes } = report(
      rule({ demanded: { kind: 'per-thousand', min: 100, capacity: 'places' } }),
      facilities,
      { attributes: { places: Float64Array.of(7, NaN, 22) } },
    );
    expect(rows.map(({ numerator, value }) => [numerator, value])).toEqual([
      [29, 29 / 0.21],
      [22, 22 / 0.11],
      [7, 7 / 0.1],
      [0, null],
    ]);
    expect(codes).toContain('values-missing');
  });

  it('of a ratio takes only facilities that have both', () => {
    const attributes = { women: Float64Array.of(6, 4, 9), men: Float64Array.of(4, 4, NaN) };
    const { rows } = report(
      rule({ demanded: { kind: 'ratio', of: 'women', to: 'men', min: 1.25 } }),
      { district: ['w', 'e', 'e'] },
      { attributes },
    );
    expect(brief(rows)).toEqual([
      ['whole', null, 10 / 8, 'met'],
      ['area', 'e', 1, 'below'],
      ['area', 'w', 1.5, 'met'],
      ['area', null, null, 'not-applicable'],
    ]);
  });
});

describe('a standards check', () => {
  it('on rules of one standard takes those asked for, and refuses one that it does not have', async () => {
    const toilets = (await loadStandards(await loadCatalogue())).find(({ id }) => id === 'gb-t-50337-2018') as Standard;
    const { demand, facilities } = inputOf({
      ...TABLE,
      costs: TABLE.people.map(() => [null]),
      facilities: { district: ['w'], landUse: ['residential'] },
    });
    const input = {
      standard: toilets,
      by: 'district',
      demand,
      inputs: new Map(toilets.rules.map(({ id }) => [id, { facilities }])),
    } as const;
    expect(new Set(compliance(input).rows.map((row) => row.rule))).toEqual(new Set(toilets.rules.map(({ id }) => id)));
    expect(new Set(compliance({ ...input, rules: ['toilets-green'] }).rows.map((row) => row.rule))).toEqual(
      new Set(['toilets-green']),
    );
    expect(() => compliance({ ...input, rules: ['toilets-green', 'benches'] }, '/analyses/1')).toThrow(
      expect.objectContaining({ code: 'unknown-rule', at: '/analyses/1/rules/1' }),
    );
    expect(() => compliance({ ...input, inputs: new Map() })).toThrow(TypeError);
  });

  it('adds up: numerators, denominators, people, ground, facilities and cells of the areas are those of the whole', () => {
    const cell = fc.tuple(
      fc.double({ min: 0, max: 1000, noNaN: true }),
      fc.double({ min: 0, max: 1e4, noNaN: true }),
      fc.constantFrom('a', 'b', 'c', null),
      fc.constantFrom('green', 'public', null),
      fc.nat(600),
    );
    const facility = fc.tuple(
      fc.constantFrom('a', 'b', 'c', null),
      fc.constantFrom('green', 'public', null),
      fc.nat(50),
    );
    fc.assert(
      fc.property(
        fc.array(cell, { minLength: 1, maxLength: 30 }),
        fc.array(facility, { minLength: 1, maxLength: 12 }),
        (cells, places) => {
          const known = (names: readonly (string | null)[], list: readonly (string | null)[]): (string | null)[] =>
            names.map((name) => (list.includes(name) ? name : null));
          const district = cells.map((each) => each[2]),
            landUse = cells.map((each) => each[3]);
          const { demand, facilities } = inputOf({
            people: cells.map((each) => each[0]),
            areaM2: cells.map((each) => each[1]),
            district,
            landUse,
            costs: cells.map(() => places.map(() => null)),
            facilities: {
              district: known(
                places.map((each) => each[0]),
                district,
              ),
              landUse: known(
                places.map((each) => each[1]),
                landUse,
              ),
            },
          });
          const inputs = {
            facilities,
            nearestM: Float64Array.from(cells, (each) => each[4]),
            attributes: { a: Float64Array.from(places, (each) => each[2]), b: Float64Array.from(places, () => 1) },
          };
          const rules = [
            rule({ id: 'd', landUse: ['green'] }),
            rule({ id: 'w', demanded: { kind: 'within', metres: 300, share: 1 } }),
            rule({ id: 'p', demanded: { kind: 'per-thousand', min: 1, capacity: 'a' } }),
            rule({ id: 'q', demanded: { kind: 'ratio', of: 'a', to: 'b', max: 9 } }),
          ];
          const { rows } = compliance({
            standard: standard(...rules),
            by: 'district',
            demand,
            inputs: new Map(rules.map(({ id }) => [id, inputs])),
          });
          for (const { id } of rules) {
            const [whole, ...areas] = rows.filter((row) => row.rule === id);
            for (const key of ['numerator', 'denominator', 'people', 'areaM2', 'facilities'] as const) {
              const [expected, sum] = [whole?.[key] ?? NaN, areas.reduce((total, row) => total + row[key], 0)];
              expect(Math.abs(sum - expected)).toBeLessThanOrEqual(1e-12 * Math.max(1, expected));
            }
            const covered = (row: ComplianceRow | undefined): number[] =>
              row?.cells.flatMap(([from, to]) => Array.from({ length: to - from }, (_, i) => from + i)) ?? [];
            expect(areas.flatMap(covered).sort((a, b) => a - b)).toEqual(covered(whole));
          }
        },
      ),
      { seed: 4, numRuns: 60 },
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ComplianceRow, Standard, StandardRule } from '../../../tiles/api/standard.ts';
import { demandOf, inputOf, type InputTable } from '../../testing/measure-inputs.ts';
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
    codes: complianceCaveats(whole, result, 1).warnings.map(({ code }) => code),
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
    const { rows } = report(reach(1), { district: ['w'], landUse: ['green'] }, { nearest: [nearestM] });
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
    expect(report(reach(160 / 180), { district: ['w'] }, { nearest: [nearestM] }).rows[0]).toMatchObject({
      verdict: 'met',
    });
    expect(report(reach(0.9), { district: ['w'] }, { nearest: [nearestM] }).rows[0]).toMatchObject({
      verdict: 'below',
    });
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

const areasOf = (rows: readonly ComplianceRow[]): unknown[] =>
  rows.map(({ area, numerator, denominator, value, verdict }) => [area, numerator, denominator, value, verdict]);

describe('a check of people per facility', () => {
  /** 110 people in the east, 100 in the west. */
  const kindergartens = rule({
    demanded: { kind: 'people-per-facility', people: 55, size: { attribute: 'classes', min: 6 } },
  });

  it('is met where facilities of the size times the people each is for are as many as the people there', () => {
    const { rows, codes } = report(
      kindergartens,
      { district: ['w', 'w', 'e', 'e', 'e'] },
      { attributes: { classes: Float64Array.of(6, 5.9, 12, 6, NaN) } },
    );
    expect(areasOf(rows)).toEqual([
      [null, 3, 210 / 55, 3 / (210 / 55), 'below'],
      // Two of six classes and more for 110 people: exactly enough.
      ['e', 2, 2, 1, 'met'],
      ['w', 1, 100 / 55, 0.55, 'below'],
      [null, 0, 0, null, 'not-applicable'],
    ]);
    expect(codes).toContain('values-missing');
  });

  it('is not met where people have none at all, and counts every facility where it names no size', () => {
    const { rows } = report(rule({ demanded: { kind: 'people-per-facility', people: 110 } }), { district: ['e'] });
    expect(areasOf(rows)).toEqual([
      [null, 1, 210 / 110, 110 / 210, 'below'],
      ['e', 1, 1, 1, 'met'],
      ['w', 0, 100 / 110, 0, 'below'],
      [null, 0, 0, null, 'not-applicable'],
    ]);
  });
});

describe('a check of areas', () => {
  it('per person divides square metres by people, at the threshold met', () => {
    const { rows, codes } = report(
      rule({ demanded: { kind: 'area-per-person', attribute: 'land', min: 0.2 } }),
      { district: ['e', 'w', 'w'] },
      { attributes: { land: Float64Array.of(22, 19.9, NaN) } },
    );
    expect(areasOf(rows)).toEqual([
      [null, 41.9, 210, 41.9 / 210, 'below'],
      ['e', 22, 110, 0.2, 'met'],
      ['w', 19.9, 100, 19.9 / 100, 'below'],
      [null, 0, 0, null, 'not-applicable'],
    ]);
    expect(codes).toContain('values-missing');
  });

  it('judges what a threshold says, not how its quotient is rounded', () => {
    const verdicts = (land: number): unknown[] =>
      report(
        rule({ demanded: { kind: 'area-per-person', attribute: 'land', min: 0.2, max: 0.2 } }),
        { district: ['w'] },
        { attributes: { land: Float64Array.of(land) } },
        { demand: demandOf({ people: [3], district: ['w'], landUse: ['green'] }) },
      ).rows.map(({ value, verdict }) => [value, verdict]);
    expect(verdicts(0.6)[0]).toEqual([0.6 / 3, 'met']);
    expect(0.6 / 3).toBeLessThan(0.2);
    expect(verdicts(0.5999)[0]).toEqual([0.5999 / 3, 'below']);
    expect(verdicts(0.6001)[0]).toEqual([0.6001 / 3, 'above']);
  });

  const perHousehold = rule({
    demanded: {
      kind: 'area-per-household',
      attribute: 'floor',
      per: 100,
      households: { layer: 'communities', attribute: 'households' },
      min: 20,
    },
  });

  it('per household counts households where they live', () => {
    const places = inputOf({
      ...TABLE,
      costs: TABLE.people.map(() => [null, null, null]),
      facilities: { district: ['e', 'w', 'w'] },
    }).facilities;
    const { rows } = report(
      perHousehold,
      { district: ['e', 'w'] },
      {
        attributes: { floor: Float64Array.of(40, 30) },
        households: { places, households: Float64Array.of(200, 100, 60) },
      },
    );
    // 40 m² for 200 households are 20 for 100; 30 m² for 160 are 18.75.
    expect(areasOf(rows)).toEqual([
      [null, 70, 3.6, 70 / 3.6, 'below'],
      ['e', 40, 2, 20, 'met'],
      ['w', 30, 1.6, 18.75, 'below'],
      [null, 0, 0, null, 'not-applicable'],
    ]);
  });

  it('per household divides people by those of one, where the study says how many', () => {
    const { rows } = report(
      perHousehold,
      { district: ['e', 'w'] },
      { attributes: { floor: Float64Array.of(10, 7) }, households: { peopleEach: 2.5 } },
    );
    // 110 people are 44 households, 100 are 40: 10 / 0.44 and 7 / 0.4.
    expect(areasOf(rows)).toEqual([
      [null, 17, 0.84, 17 / 0.84, 'met'],
      ['e', 10, 0.44, 10 / 0.44, 'met'],
      ['w', 7, 0.4, 17.5, 'below'],
      [null, 0, 0, null, 'not-applicable'],
    ]);
    expect(() => report(perHousehold, { district: ['e'] }, { attributes: { floor: Float64Array.of(1) } })).toThrow(
      'no households',
    );
  });
});

describe('a check of a share', () => {
  it('counts those that have the attribute among those of which it is known', () => {
    const { rows, codes } = report(
      rule({ demanded: { kind: 'share', attribute: 'accessible', values: [true], min: 1 } }),
      { district: ['e', 'e', 'e', 'w', 'w'] },
      { shares: { accessible: Float64Array.of(1, 0, 1, 1, NaN) } },
    );
    expect(areasOf(rows)).toEqual([
      [null, 3, 4, 0.75, 'below'],
      ['e', 2, 3, 2 / 3, 'below'],
      ['w', 1, 1, 1, 'met'],
      [null, 0, 0, null, 'not-applicable'],
    ]);
    expect(codes).toContain('values-missing');
  });
});

describe('a check by size class', () => {
  const parks = (of: 'people' | 'ground'): StandardRule =>
    rule({
      landUse: ['residential'],
      demanded: {
        kind: 'within-by-size',
        attribute: 'area_m2',
        classes: [
          { from: 5000, metres: 500 },
          { from: 2000, below: 5000, metres: 300 },
        ],
        of,
        share: 0.7,
      },
    });
  /** Metres to the nearest large and the nearest small park. Cells 2 and 7 are no homes. */
  const nearest = [
    Float64Array.of(500, 501, 0, 900, 400, 501, 900, 0),
    Float64Array.of(900, 301, 0, 300, 900, 299, 301, 0),
  ];
  const input = { nearest, attributes: { area_m2: Float64Array.of(6000) } };

  it('takes who is within the radius of a park of any class, and names the cells', () => {
    const { rows } = report(parks('people'), { district: ['w'] }, input);
    // Cells 0, 3, 4 and 5: 10 + 40 + 0 people in the west, 50 in the east.
    expect(areasOf(rows)).toEqual([
      [null, 100, 180, 100 / 180, 'below'],
      ['e', 50, 110, 50 / 110, 'below'],
      ['w', 50, 70, 50 / 70, 'met'],
      [null, 0, 0, null, 'not-applicable'],
    ]);
    expect(rows.map(({ covered }) => covered)).toEqual([
      [
        [0, 1],
        [3, 6],
      ],
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('takes ground in place of people where its rule is about ground', () => {
    const { rows } = report(parks('ground'), { district: ['w'] }, input);
    expect(areasOf(rows)).toEqual([
      [null, 40_000, 60_000, 40 / 60, 'below'],
      ['e', 10_000, 20_000, 0.5, 'below'],
      ['w', 30_000, 40_000, 0.75, 'met'],
      [null, 0, 0, null, 'not-applicable'],
    ]);
  });

  it('refuses to be made without the distances of every class', () => {
    expect(() => report(parks('people'), { district: ['w'] }, { ...input, nearest: nearest.slice(1) })).toThrow(
      'given 1 of 2 distances',
    );
  });
});

describe('a rule without a threshold', () => {
  it('is reported, of every kind, and judged nowhere', () => {
    const { rows } = report(
      rule({ reportOnly: true, demanded: { kind: 'within', minutes: 10 } }),
      { district: ['w'] },
      { nearest: [Float64Array.of(600, 600.1, 0, 0, Infinity, 0, 0, 0)] },
    );
    expect(areasOf(rows)).toEqual([
      [null, 190, 210, 190 / 210, 'reported'],
      ['e', 110, 110, 1, 'reported'],
      ['w', 80, 100, 0.8, 'reported'],
      [null, 0, 0, null, 'not-applicable'],
    ]);
    expect(
      report(rule({ reportOnly: true, demanded: { kind: 'density' } }), { district: ['w'] }).rows.map(
        ({ verdict }) => verdict,
      ),
    ).toEqual(['reported', 'reported', 'reported', 'reported']);
  });

  it('counts per as many people as its rule says', () => {
    const { rows } = report(
      rule({ reportOnly: true, demanded: { kind: 'per-thousand', per: 10, capacity: 'classes' } }),
      { district: ['w', 'e'] },
      { attributes: { classes: Float64Array.of(20, 33) } },
    );
    expect(rows.map(({ value }) => value)).toEqual([53 / 21, 3, 2, null]);
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
    // What lacks data has no row and no verdict, but says what it needs.
    const lacks = { zh: '没有图层', en: 'no layer' };
    const lacking = compliance({
      ...input,
      inputs: new Map(),
      missing: toilets.rules.map(({ id }) => ({ rule: id, lacks })),
    });
    expect([lacking.rows, lacking.outside, lacking.missing.length]).toEqual([[], [], toilets.rules.length]);
    expect(lacking.missing[0]).toEqual({ rule: toilets.rules[0]?.id, needs: lacks, lacks });
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
            nearest: [Float64Array.from(cells, (each) => each[4])],
            attributes: { a: Float64Array.from(places, (each) => each[2]), b: Float64Array.from(places, () => 1) },
            shares: { a: Float64Array.from(places, (each) => each[2] % 2) },
            households: { places: facilities, households: Float64Array.from(places, (each) => each[2]) },
          };
          const rules = [
            rule({ id: 'd', landUse: ['green'] }),
            rule({ id: 'w', demanded: { kind: 'within', metres: 300, share: 1 } }),
            rule({ id: 'p', demanded: { kind: 'per-thousand', min: 1, capacity: 'a' } }),
            rule({ id: 'q', demanded: { kind: 'ratio', of: 'a', to: 'b', max: 9 } }),
            rule({ id: 'f', demanded: { kind: 'people-per-facility', people: 40, size: { attribute: 'a', min: 20 } } }),
            rule({ id: 'm', demanded: { kind: 'area-per-person', attribute: 'a', min: 1 } }),
            rule({
              id: 'h',
              demanded: {
                kind: 'area-per-household',
                attribute: 'a',
                per: 100,
                households: { layer: 'homes', attribute: 'households' },
                min: 20,
              },
            }),
            rule({ id: 's', demanded: { kind: 'share', attribute: 'a', values: [true], min: 1 } }),
            rule({
              id: 'z',
              demanded: {
                kind: 'within-by-size',
                attribute: 'a',
                classes: [{ from: 25, metres: 300 }],
                of: 'ground',
                share: 0.5,
              },
            }),
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

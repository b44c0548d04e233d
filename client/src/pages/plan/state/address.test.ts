import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StreetEdit } from '../../../../../tiles/api/street-edits.ts';
import { MODES, STUDY_LIMITS, type Mode } from '../../../../../tiles/api/vocabulary.ts';
import type { ScenarioEdit } from '../../../../../tiles/api/study.ts';
import { formatParams } from '../../../state/address.ts';
import { planCodec, INITIAL } from './address.ts';
import { round } from '../../../state/codec.ts';
import { roundPlace } from './place-text.ts';
import { areaOf, USUAL_MODES, type LineEdit } from './streets.ts';
import { cleanName } from './scenario-text.ts';
import {
  BASE,
  CLOSURE_MODELS,
  COMPARISONS,
  DECAYS,
  DISPLAYS,
  DISTRICT_UNITS,
  GOALS,
  MAX_EDITS,
  MAX_PERIODS,
  PARTS,
  PLAN_TABS,
  SITING_MODELS,
  UNITS,
  ZONE_LIMITS,
  WAYS,
  type PlanState,
  type Scenario,
} from './types.ts';

const SEED = 20261124;
const address = (state: PlanState): string => formatParams(planCodec.format(state));
const parse = (search: string): PlanState => planCodec.parse(new URLSearchParams(search));

const id = fc.stringMatching(/^[a-z0-9][a-z0-9_.-]{0,20}$/);
const place = fc
  .record({ lon: fc.double({ min: -180, max: 180, noNaN: true }), lat: fc.double({ min: -85, max: 85, noNaN: true }) })
  .map(roundPlace);
const featureId = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  .filter((text) => !/\p{Surrogate}/u.test(text));
const edit: fc.Arbitrary<ScenarioEdit> = fc.oneof(
  fc.tuple(featureId, place).map(([each, at]): ScenarioEdit => ({ kind: 'add', id: each, ...at })),
  fc
    .tuple(featureId, place, fc.integer({ min: 0, max: 500 }))
    .map(([each, at, capacity]): ScenarioEdit => ({ kind: 'add', id: each, ...at, capacity })),
  fc.tuple(featureId, place).map(([each, at]): ScenarioEdit => ({ kind: 'move', id: each, ...at })),
  featureId.map((each): ScenarioEdit => ({ kind: 'remove', id: each })),
);
const path = (minLength: number) =>
  fc.uniqueArray(place, { minLength, maxLength: 6, selector: ({ lon, lat }) => `${lon} ${lat}` });
const line = (minLength: number) => path(minLength).map((places) => places.map(({ lon, lat }) => [lon, lat] as const));
/** Sides of an area are shorter than half the globe. */
const corners = fc
  .tuple(
    place,
    fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 9e4 }), fc.integer({ min: 0, max: 9e4 })), {
      minLength: 3,
      maxLength: 6,
      selector: String,
    }),
  )
  .map(([{ lon, lat }, steps]) =>
    steps.map(([x, y]): [number, number] => [
      round(Math.min(lon, 179) + x / 1e5, 5),
      round(Math.min(lat, 84) + y / 1e5, 5),
    ]),
  );
const hundredths = (max: number) => fc.integer({ min: 1, max: max * 100 }).map((each) => each / 100);
/** Modes that are not the usual ones: those need not be said. */
const modes = (usual: readonly Mode[]) =>
  fc.subarray([...MODES], { minLength: 1 }).filter((some) => JSON.stringify(some) !== JSON.stringify(usual));
const some = <T>(key: string, value: fc.Arbitrary<T>) =>
  fc.option(value).map((each) => (each === null ? {} : { [key]: each }));
const common = (kind: LineEdit['kind'], least: number) =>
  fc
    .tuple(featureId, line(least), some('modes', modes(USUAL_MODES[kind])))
    .map(([each, drawn, own]) => ({ id: each, line: drawn, ...own }));
const within = some('withinM', hundredths(200));
const street: fc.Arbitrary<StreetEdit> = fc.oneof(
  fc
    .tuple(
      common('add', 2),
      some('driveKmh', hundredths(150)),
      some('oneWay', fc.constant(true)),
      some('connect', fc.constant('crossings')),
      some('joinM', hundredths(300)),
    )
    .map(([own, ...more]) => Object.assign({ kind: 'add' as const, ...own }, ...more) as StreetEdit),
  fc.tuple(common('close', 1), within).map(([own, more]): StreetEdit => ({ kind: 'close', ...own, ...more })),
  fc.tuple(common('oneway', 2), within).map(([own, more]): StreetEdit => ({ kind: 'oneway', ...own, ...more })),
  fc
    .tuple(common('speed', 1), hundredths(10), within)
    .map(([own, factor, more]): StreetEdit => ({ kind: 'speed', ...own, factor, ...more })),
  fc
    .tuple(featureId, fc.array(fc.array(corners, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 2 }))
    .map(([each, polygons]): StreetEdit => ({ kind: 'shut', id: each, area: areaOf(polygons) })),
);
const scenario = (n: number): fc.Arbitrary<Scenario> =>
  fc.record({
    id: fc.constant(`s${n + 1}`),
    name: fc.string({ unit: 'grapheme', maxLength: 30 }).map(cleanName),
    edits: fc.array(edit, { maxLength: 5 }),
    streets: fc.uniqueArray(street, { maxLength: 4, selector: (each) => each.id }),
  });
const ring = fc.array(
  place.map(({ lon, lat }): [number, number] => [lon, lat]),
  { minLength: 3, maxLength: 6 },
);

/** Names of groups are free text, whatever the demand calls them. */
const group = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
  .map((text) => text.trim())
  .filter((text) => text !== '' && !/\p{Surrogate}/u.test(text));
const day = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const clock = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));

const amount = fc.integer({ min: 0, max: 1e9 }).map((hundredths) => hundredths / 100);

const state: fc.Arbitrary<PlanState> = fc.integer({ min: 0, max: 4 }).chain((n) => {
  const ids = [BASE, ...Array.from({ length: n }, (_, k) => `s${k + 1}`)];
  return fc.record({
    question: fc
      .record({
        network: fc.option(id),
        demand: fc.option(id),
        layer: fc.option(id),
        group: fc.option(group),
        mode: fc.constantFrom(...WAYS),
        profile: fc.option(id),
        slope: fc.boolean(),
        transit: fc.option(id),
        date: fc.option(day),
        depart: fc.option(clock),
        window: fc.option(fc.integer({ min: 1, max: 240 })),
        detour: fc.integer({ min: 100, max: 1000 }).map((hundredths) => hundredths / 100),
        speedMps: fc.option(fc.integer({ min: 1, max: 500 }).map((tenths) => tenths / 10)),
        direction: fc.constantFrom('to-facility' as const, 'from-facility' as const),
        ferries: fc.boolean(),
      })
      .map((question) => (question.mode === 'drive' ? { ...question, speedMps: null } : question)),
    minutes: fc.integer({ min: 1, max: 60 }),
    area: fc.option(id),
    display: fc.constantFrom(...DISPLAYS),
    unit: fc.constantFrom(...UNITS),
    scenarios: fc.record({
      list: fc.tuple(...Array.from({ length: n }, (_, k) => scenario(k))),
      active: fc.constantFrom(...ids),
    }),
    comparison: fc.constantFrom(...COMPARISONS),
    other: fc.constantFrom(...ids),
    divider: fc.integer({ min: 0, max: 1000 }).map((share) => share / 1000),
    found: fc
      .record({
        open: fc.subarray([...PARTS]),
        attribute: fc.option(id),
        decay: fc.constantFrom(...DECAYS),
        parameter: fc.option(fc.integer({ min: 1, max: 120_000 }).map((thousandths) => thousandths / 1000)),
        size: fc.option(id),
      })
      .map((found) => (found.decay === 'cumulative' ? { ...found, parameter: null } : found)),
    siting: fc.record({
      goal: fc.constantFrom(...GOALS),
      periods: fc.array(
        fc.record({ year: fc.option(fc.integer({ min: 1900, max: 2200 })), p: fc.integer({ min: 1, max: 1000 }) }),
        { maxLength: MAX_PERIODS },
      ),
      share: fc.integer({ min: 10, max: 1000 }).map((share) => share / 1000),
      close: fc.record({ count: fc.integer({ min: 1, max: 1000 }), model: fc.constantFrom(...CLOSURE_MODELS) }),
      zones: fc.record({
        by: fc.constantFrom(...DISTRICT_UNITS),
        limit: fc.constantFrom(...ZONE_LIMITS),
        balance: fc.integer({ min: 0, max: 1000 }).map((share) => share / 1000),
        raise: fc.boolean(),
      }),
      model: fc.constantFrom(...SITING_MODELS),
      p: fc.integer({ min: 1, max: 1000 }),
      keepExisting: fc.boolean(),
      minPeople: fc.integer({ min: 0, max: 1e6 }),
      spacingM: fc.integer({ min: 50, max: 20_000 }),
      timeLimitS: fc.integer({ min: 1, max: 600 }),
      candidates: fc.integer({ min: 10, max: 20_000 }),
      forbidden: fc.array(ring, { maxLength: 2 }),
      from: fc.option(id),
      budget: fc.option(amount),
      costBy: fc.option(id),
      cost: fc.option(amount),
      useCapacities: fc.boolean(),
      capacityBy: fc.option(id),
      capacity: fc.option(amount),
      newCapacityBy: fc.option(id),
      newCapacity: fc.option(amount),
      wholeCells: fc.boolean(),
    }),
    standard: fc.option(id),
    by: fc.constantFrom('district' as const, 'subdistrict' as const),
    tab: fc.constantFrom(...PLAN_TABS),
  });
});

describe('the address of a plan', () => {
  it('gives back every plan it was made from, and is the same text after a round trip', () => {
    fc.assert(
      fc.property(state, (original) => {
        const text = address(original);
        expect(parse(text)).toEqual(original);
        expect(address(parse(text))).toBe(text);
      }),
      { seed: SEED, numRuns: 60 },
    );
  });

  it('is empty for the plan as it begins', () => {
    expect(address(INITIAL)).toBe('');
    expect(parse('')).toEqual(INITIAL);
  });

  it('groups by subdistrict for links that call it a street', () => {
    expect(parse('?by=street').by).toBe('subdistrict');
    expect(address(parse('?by=street'))).toBe('?by=subdistrict');
  });

  it('opens the brief for links that call it a report', () => {
    expect(parse('?tab=report').tab).toBe('brief');
    expect(address(parse('?tab=report'))).toBe('?tab=brief');
  });

  it('survives any text at all', () => {
    const names = fc.constantFrom(
      ...['sc', 's', 'cmp', 'opt', 'no', 'min', 'in', 'v', 'm', 'of', 'ferry', 'site', 'cost', 'cap'],
      ...['for', 'who', 'slope', 'lines', 'on', 'leave', 'win', 'detour'],
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(names, fc.string({ unit: 'binary', maxLength: 30 })), { maxLength: 6 }),
        (pairs) => {
          const parsed = planCodec.parse(new URLSearchParams(pairs.map(([name, value]) => [name, value])));
          expect(parse(address(parsed))).toEqual(parsed);
        },
      ),
      { seed: SEED, numRuns: 60 },
    );
  });

  it('reads well', () => {
    const search =
      '?m=cycle&min=20&in=370202&sc=s1;%E8%BF%91%E6%9C%9F;a:new-1,120.38264,36.0671;m:05-0001,120.39,36.07;r:05-0002&s=s1&cmp=swipe,base,0.4';
    expect(address(parse(search))).toBe(search);
    expect(parse(search).scenarios.list[0]).toEqual({
      id: 's1',
      name: '近期',
      edits: [
        { kind: 'add', id: 'new-1', lon: 120.38264, lat: 36.0671 },
        { kind: 'move', id: '05-0001', lon: 120.39, lat: 36.07 },
        { kind: 'remove', id: '05-0002' },
      ],
      streets: [],
    });
  });

  it('leaves out what is invalid: edits without a place, repeated or unknown scenarios, a speed for cars', () => {
    const parsed = parse('?m=drive&v=3&sc=s1;A;a:x,999,36;q:1;r:;r:1&sc=s1;B&sc=base;C&s=s7&cmp=swipe,s9,7');
    expect(parsed.scenarios).toEqual({
      list: [{ id: 's1', name: 'A', edits: [{ kind: 'remove', id: '1' }], streets: [] }],
      active: BASE,
    });
    expect([parsed.other, parsed.divider, parsed.question.speedMps]).toEqual([BASE, 0.5, null]);
  });

  it('takes who, how and when as they stand, and leaves out what cannot be', () => {
    const search = '?lines=poa&on=2019-05-13&leave=08:05&win=30&for=60%2B&m=transit';
    expect(parse(search).question).toMatchObject({
      ...{ mode: 'transit', transit: 'poa', date: '2019-05-13', depart: '08:05', window: 30, group: '60+' },
    });
    const hostile = [
      ['m', 'teleport'],
      ['who', '../wheelchair'],
      ['lines', '../x'],
      ['on', '2026-02-30'],
      ['leave', '24:00'],
      ['win', '1e9'],
      ['detour', '-1'],
      ['for', ` ${'x'.repeat(100_000)}`],
    ];
    expect(planCodec.parse(new URLSearchParams(hostile)).question).toEqual(INITIAL.question);
    for (const on of ['0000-00-00', '2026-13-01', '2026-1-1', '2026-04-31', 'today', '+275760-09-13'])
      expect(parse(`?on=${encodeURIComponent(on)}`).question.date).toBeNull();
    const name = '<img src=x onerror=alert(1)>&m=drive#;,%00';
    expect(parse(address({ ...INITIAL, question: { ...INITIAL.question, group: name } })).question).toEqual({
      ...INITIAL.question,
      group: name,
    });
  });

  it('has street edits as short lines, and reads them again', () => {
    const search =
      '?sc=s1;%E6%A1%A5;n:street-1,wck30ix,120.38264,36.0671,120,-33,5,0;c:street-2,,120.4,36.1,100,0;v:street-3,f0.25,120.4,36.1;x:area-1,,120.1,36.1,100,0,0,100';
    expect(address(parse(search))).toBe(search);
    expect(parse(search).scenarios.list[0]?.streets).toEqual([
      {
        kind: 'add',
        id: 'street-1',
        line: [
          [120.38264, 36.0671],
          [120.38384, 36.06677],
          [120.38389, 36.06677],
        ],
        modes: ['walk', 'cycle'],
        driveKmh: 30,
        oneWay: true,
        connect: 'crossings',
      },
      {
        kind: 'close',
        id: 'street-2',
        line: [
          [120.4, 36.1],
          [120.401, 36.1],
        ],
      },
      { kind: 'speed', id: 'street-3', line: [[120.4, 36.1]], factor: 0.25 },
      {
        kind: 'shut',
        id: 'area-1',
        area: {
          type: 'Polygon',
          coordinates: [
            [
              [120.1, 36.1],
              [120.101, 36.1],
              [120.101, 36.101],
              [120.1, 36.1],
            ],
          ],
        },
      },
    ]);
  });

  it.each([
    ['a street of one point', 'n:a,,120,36'],
    ['a line without an end', 'n:a,,120,36,1'],
    ['a place beyond the map', 'n:a,,120,36,9999999,0'],
    ['a number that is none', 'n:a,,120,36,x,0'],
    ['settings that nobody knows', 'n:a,zz,120,36,1,0'],
    ['no id', 'n:,,120,36,1,0'],
    ['an area of two corners', 'x:a,,120,36,1,0'],
    ['an area that has no ring', 'x:a,,'],
    ['a line that stands still', 'n:a,,120,36,0,0,0,0'],
  ])('leaves out %s', (_, text) => {
    expect(parse(`?sc=s1;A;${text};r:1`).scenarios.list[0]).toEqual({
      id: 's1',
      name: 'A',
      edits: [{ kind: 'remove', id: '1' }],
      streets: [],
    });
  });

  it('takes no more street edits, and no more of their points, than a study may have', () => {
    const many = Array.from({ length: STUDY_LIMITS.streetEdits + 9 }, (_, k) => `n:s${k},,120,36,1,0`).join(';');
    expect(parse(`?sc=s1;A;${many}`).scenarios.list[0]?.streets).toHaveLength(STUDY_LIMITS.streetEdits);
    const long = `120,36${',1,0'.repeat(STUDY_LIMITS.vertices - 1)}`;
    const lines = Array.from({ length: 9 }, (_, k) => `n:s${k},,${long}`).join(';');
    const kept = parse(`?sc=s1;A;${lines}`).scenarios.list[0]?.streets ?? [];
    expect(kept).toHaveLength(STUDY_LIMITS.positions / STUDY_LIMITS.vertices);
    expect(parse(`?sc=s1;A;n:a,,${long},1,0`).scenarios.list[0]?.streets).toEqual([]);
    expect(parse('?sc=s1;A;n:a,,120,36,1,0;c:a,,120,36').scenarios.list[0]?.streets).toHaveLength(1);
  });

  it('takes no more edits than a request may carry', () => {
    const many = Array.from({ length: MAX_EDITS + 20 }, (_, k) => `r:${k}`).join(';');
    expect(parse(`?sc=s1;A;${many}`).scenarios.list[0]?.edits).toHaveLength(MAX_EDITS);
  });
});

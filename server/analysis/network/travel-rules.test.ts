import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { StudyResult } from '../../../tiles/api/result.ts';
import type { Travel } from '../../../tiles/api/study.ts';
import type { TravelProfile } from '../../../tiles/api/travel-profile.ts';
import { STREET_CLASSES, type TRAVEL_PROFILES } from '../../../tiles/api/vocabulary.ts';
import type { OsmElement } from '../../osm/index.ts';
import { IDLE } from '../../testing/measure-inputs.ts';
import { osmFile } from '../../testing/osm-writer.ts';
import { profilesOf } from '../../testing/profiles.ts';
import { randomFrom } from '../../testing/random.ts';
import { townGraph } from '../../testing/small-town.ts';
import { Derived } from '../engine/derived.ts';
import type { Sources } from '../engine/sources.ts';
import { AnalysisError } from '../errors.ts';
import { parseAs } from '../study/parse.ts';
import { runStudy } from '../study/run.ts';
import type { Graph } from '../types.ts';
import { joinStreets } from './import/join-streets.ts';
import { readPbf } from './import/read-pbf.ts';
import { CLASSES } from './import/rules.ts';
import { readIncline, readWidthM, streetTagsOf } from './import/street-tags.ts';
import { classIndexOf, inclineOf, packTags, surfaceOf, wheelchairOf, widthOf } from './street-tags.ts';
import { ruled } from './travel-rules.ts';

const folder = mkdtempSync(join(tmpdir(), 'chengtu-rules-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Tags = Readonly<Record<string, string>>;

const META = {
  id: 'blocks',
  title: { zh: '街区', en: 'Blocks' },
  provenance: 'synthetic',
  source: { zh: '测试', en: 'Test' },
  costUnit: 's',
};
const SIZE = 6;
const STEP_DEG = 0.001;

interface Way {
  readonly id: number;
  readonly ends: readonly [number, number];
  readonly tags: Tags;
}

/** Blocks whose sides have random tags, one way a side. */
function randomWays(seed: number): Way[] {
  const random = randomFrom(seed);
  const one = (values: readonly string[]): string => values[random.below(values.length)] as string;
  const maybe = (key: string, values: readonly string[]): Tags => (random.next() < 0.4 ? { [key]: one(values) } : {});
  const ways: Way[] = [];
  for (let y = 0; y < SIZE; y += 1)
    for (let x = 0; x < SIZE; x += 1)
      for (const [dx, dy] of [
        [1, 0],
        [0, 1],
      ] as const) {
        if (x + dx >= SIZE || y + dy >= SIZE) continue;
        ways.push({
          id: 1000 + ways.length,
          ends: [1 + y * SIZE + x, 1 + (y + dy) * SIZE + x + dx],
          tags: {
            highway: one(['residential', 'footway', 'steps', 'residential']),
            ...maybe('wheelchair', ['yes', 'no', 'limited', 'designated']),
            ...maybe('surface', ['asphalt', 'gravel', 'sand']),
            ...maybe('smoothness', ['good', 'bad']),
            ...maybe('width', ['0.8', '0.9 m', '1', '2.5']),
            ...maybe('incline', ['up', '5%', '-8.3 %', '9%', '6°']),
            ...maybe('ramp:wheelchair', ['yes', 'no']),
          },
        });
      }
  return ways;
}

async function graphOf(ways: readonly Way[]): Promise<Graph> {
  const path = join(folder, 'blocks.osm.pbf');
  const nodes = Array.from(
    { length: SIZE * SIZE },
    (_, n): OsmElement => ({
      type: 'node',
      id: n + 1,
      lon: (n % SIZE) * STEP_DEG,
      lat: Math.floor(n / SIZE) * STEP_DEG,
      tags: {},
    }),
  );
  const drawn = ways.map(({ id, ends, tags }): OsmElement => ({ type: 'way', id, refs: [...ends], tags }));
  writeFileSync(path, osmFile([...nodes, ...drawn]));
  return joinStreets(await readPbf(path), META).graph;
}

const OTHERS: readonly TravelProfile[] = [
  {
    id: 'elderly',
    title: { zh: '老年人', en: 'Older person' },
    source: { zh: '测试', en: 'Test' },
    mode: 'walk',
    speedMps: 0.5,
    accessSpeedMps: 0.4,
    rules: { avoid: ['steps'], minWidthM: 1 },
  },
  {
    id: 'courier',
    title: { zh: '快递员', en: 'Courier' },
    source: { zh: '测试', en: 'Test' },
    mode: 'cycle',
    rules: { speeds: [{ classes: ['residential'], mps: 6 }] },
  },
];

const run = async (graph: Graph, study: object): Promise<StudyResult> =>
  runStudy(parseAs('Study', { network: { stored: 'blocks' }, ...study }, 1000), {
    sources: {
      network: () => Promise.resolve({ key: '', hash: graph.meta.key, value: graph }),
      profile: profilesOf(OTHERS),
    } as unknown as Sources,
    derived: new Derived(),
    taskFor: () => IDLE,
  });

const PLACES = [0, 7, 14, 21, 28, 35].map((n) => ({
  lon: (n % SIZE) * STEP_DEG,
  lat: Math.floor(n / SIZE) * STEP_DEG,
}));

/** Costs of all pairs of some crossings. A crossing joins what is within 1 m, so that none stands beside its street. */
async function costs(graph: Graph, travel: Travel, more: object = {}): Promise<(number | null)[]> {
  const { results } = await run(graph, {
    ...more,
    travel: { maxAccessM: 1, minPieceM: 0, ...travel },
    demand: { points: PLACES.map((place, i) => ({ ...place, id: `d${i}`, people: 1 })) },
    facilities: { points: PLACES.map((place, i) => ({ ...place, id: `f${i}` })) },
    analyses: [{ kind: 'matrix' }],
  });
  const [matrix] = results;
  if (matrix?.kind !== 'matrix') throw new Error('There is no matrix.');
  const found = new Map(matrix.pairs.map(({ demand, facility, cost }) => [`${demand} ${facility}`, cost]));
  return PLACES.flatMap((_, d) => PLACES.map((_other, f) => found.get(`d${d} f${f}`) ?? null));
}

/** Written down once more, from the tags themselves. */
const PASSES: Readonly<Record<(typeof TRAVEL_PROFILES)[number], (tags: Tags) => boolean>> = {
  'no-stairs': ({ highway }) => highway !== 'steps',
  wheelchair: (tags) => {
    const { highway, wheelchair, surface = '', smoothness = '', width, incline } = tags;
    if (wheelchair === 'no') return false;
    const isRamp = wheelchair === undefined && tags['ramp:wheelchair'] === 'yes';
    if (highway === 'steps' && wheelchair !== 'yes' && wheelchair !== 'designated' && !isRamp) return false;
    if (smoothness === 'bad' || (smoothness !== 'good' && ['gravel', 'sand'].includes(surface))) return false;
    if (width === '0.8' || width === '0.9 m') return false;
    return incline !== '9%' && incline !== '6°';
  },
};

describe('a profile', () => {
  it.each(['wheelchair', 'no-stairs'] as const)(
    '%s finds what a network without the other ways has',
    async (profile) => {
      for (let seed = 1; seed <= 12; seed += 1) {
        const ways = randomWays(seed);
        const [ofRules, ofFewer] = [
          await costs(await graphOf(ways), { profile }),
          await costs(await graphOf(ways.filter(({ tags }) => PASSES[profile](tags))), {}),
        ];
        expect(ofRules.length).toBe(ofFewer.length);
        ofRules.forEach((cost, i) => {
          const other = ofFewer[i] ?? null;
          if (cost === null || other === null) expect([cost, other], `${seed} ${i}`).toEqual([null, null]);
          else expect(cost).toBeCloseTo(other, 6);
        });
      }
    },
  );

  it('finds with street edits what those find in a network without the other ways', async () => {
    const at = (x: number, y: number): [number, number] => [x * STEP_DEG, y * STEP_DEG];
    const streetEdits = [
      { kind: 'add', id: 'bridge', line: [at(0, 0), at(3, 2), at(5, 4)], connect: 'crossings' },
      { kind: 'close', id: 'works', line: [at(2.2, 2), at(2.8, 2)] },
    ];
    for (let seed = 40; seed < 46; seed += 1) {
      const ways = randomWays(seed);
      const [ofRules, ofFewer, without] = [
        await costs(await graphOf(ways), { profile: 'wheelchair' }, { streetEdits }),
        await costs(await graphOf(ways.filter(({ tags }) => PASSES.wheelchair(tags))), {}, { streetEdits }),
        await costs(await graphOf(ways), { profile: 'wheelchair' }),
      ];
      ofRules.forEach((cost, i) => expect(cost ?? -1, `${seed} ${i}`).toBeCloseTo(ofFewer[i] ?? -1, 6));
      expect(ofRules).not.toEqual(without);
    }
  });

  it('of a city is what it says, written out, but for what the travel says itself', async () => {
    const [{ speedMps, accessSpeedMps, rules }, courier] = OTHERS as [TravelProfile, TravelProfile];
    const written = { speedMps, accessSpeedMps, rules } as Travel;
    const pairs: readonly (readonly [given: Travel, asIf: Travel])[] = [
      [{ profile: 'elderly' }, written],
      [
        { profile: 'elderly', speedMps: 1.5 },
        { ...written, speedMps: 1.5 },
      ],
      [
        { profile: 'elderly', rules: { minWidthM: 0 } },
        { ...written, rules: { ...rules, minWidthM: 0 } },
      ],
      [
        { profile: 'elderly', rules: { speeds: [{ classes: ['steps'], mps: 0.2 }] } },
        { accessSpeedMps: accessSpeedMps as number, rules: { ...rules, speeds: [{ classes: ['steps'], mps: 0.2 }] } },
      ],
      [{ profile: 'courier' }, { mode: 'cycle', rules: courier.rules as NonNullable<Travel['rules']> }],
      [
        { profile: 'courier', speedMps: 3 },
        { mode: 'cycle', speedMps: 3 },
      ],
    ];
    for (const [given, asIf] of pairs) {
      const graph = await graphOf(randomWays(77));
      expect(await costs(graph, given), JSON.stringify(given)).toEqual(await costs(graph, asIf));
    }
  });

  it('never makes anything nearer, and `allowed` is no wider than `not-denied`', async () => {
    for (let seed = 20; seed < 26; seed += 1) {
      const graph = await graphOf(randomWays(seed));
      const far = (list: (number | null)[]): number[] => list.map((cost) => cost ?? Infinity);
      const steps = [
        far(await costs(graph, {})),
        far(await costs(graph, { rules: { wheelchair: 'not-denied' } })),
        far(await costs(graph, { rules: { wheelchair: 'allowed' } })),
      ] as const;
      steps[0].forEach((cost, i) => {
        expect(steps[1][i]).toBeGreaterThanOrEqual(cost);
        expect(steps[2][i]).toBeGreaterThanOrEqual(steps[1][i] as number);
      });
    }
  });

  it('has rules that a study changes one by one', async () => {
    const graph = await graphOf(randomWays(3));
    const own = await costs(graph, {
      profile: 'wheelchair',
      rules: { maxSlope: 4, minWidthM: 0, avoidBadSurface: false },
    });
    expect(own).toEqual(await costs(graph, { rules: { avoid: ['steps'], wheelchair: 'not-denied' } }));
    expect(own).not.toEqual(await costs(graph, { profile: 'wheelchair' }));
  });
});

describe('rules', () => {
  it('that say nothing, or the speed of the mode, change nothing to the last bit', async () => {
    const graph = await graphOf(randomWays(5));
    expect(ruled(graph, 'walk', {})).toEqual(graph);
    const others = STREET_CLASSES.filter((each) => each !== 'steps');
    expect(ruled(graph, 'walk', { speeds: [{ classes: others, mps: 1 }] })).toEqual(graph);
    expect(ruled(graph, 'walk', { speeds: [{ classes: ['steps'], mps: 0.5 }] })).toEqual(graph);
  });

  it('give classes their speed, and leave other modes alone', async () => {
    const graph = await graphOf(randomWays(6));
    const fast = ruled(graph, 'walk', {
      speeds: [
        { classes: ['footway', 'steps'], mps: 9 },
        { classes: ['steps'], mps: 0.25 },
      ],
    });
    expect(fast.forward.drive).toEqual(graph.forward.drive);
    const names = Array.from(graph.streetTags ?? [], (tags) => STREET_CLASSES[classIndexOf(tags)]);
    names.forEach((name, e) => {
      const length = graph.lengthM[e] as number;
      const mps = name === 'steps' ? 0.25 : name === 'footway' ? 9 : 1;
      expect([fast.forward.walk[e], fast.backward.walk[e]]).toEqual([length / mps, length / mps]);
    });
  });

  it('open no street that the mode may not use', async () => {
    const graph = await graphOf([
      { id: 1, ends: [1, 2], tags: { highway: 'footway' } },
      { id: 2, ends: [2, 3], tags: { highway: 'residential' } },
    ]);
    const own = ruled(graph, 'drive', { speeds: [{ classes: ['footway', 'residential'], mps: 5 }] });
    expect([...own.forward.drive].map(Number.isFinite)).toEqual([false, true]);
  });
});

describe('an answer', () => {
  const people = {
    demand: { points: [{ lon: 0, lat: 0, people: 1 }] },
    facilities: { points: [{ lon: 0, lat: 0.001 }] },
  };
  const analyses = [{ kind: 'coverage', within: [900] }];
  const ways: Way[] = [
    { id: 1, ends: [1, 2], tags: { highway: 'steps' } },
    { id: 2, ends: [1, 7], tags: { highway: 'footway', wheelchair: 'yes', surface: 'asphalt' } },
    { id: 3, ends: [7, 8], tags: { highway: 'footway' } },
    { id: 4, ends: [2, 8], tags: { highway: 'footway' } },
  ];

  it('says how much is left out and how much is tagged', async () => {
    const { assumptions } = await run(await graphOf(ways), { ...people, analyses, travel: { profile: 'wheelchair' } });
    const said = assumptions.map(({ message }) => message.en).join('\n');
    expect(said).toContain('They leave out 25.1 % of the length');
    expect(said).toContain('wheelchair access 24.9 %, surface 24.9 %, width 0.0 %, incline 0.0 %.');
  });

  it('says who travels, and where the numbers of a profile of the city are from', async () => {
    const { assumptions } = await run(await graphOf(ways), { ...people, analyses, travel: { profile: 'elderly' } });
    const said = assumptions.map(({ message }) => message.en).join('\n');
    expect(said).toContain('Travelled on foot, at 0.5 m/s.');
    expect(said).toContain('Rules of travel: Older person (Test). They leave out');
  });

  it('says so of a travel that an analysis names', async () => {
    const { assumptions } = await run(await graphOf(ways), {
      ...people,
      analyses: [{ ...analyses[0], travel: 'pram' }],
      travels: [{ id: 'pram', profile: 'no-stairs' }],
    });
    expect(assumptions.map(({ message }) => message.en).join('\n')).toContain(
      'Travel “pram” (analysis 1): Rules of travel: no steps (prams).',
    );
  });

  it.each([
    ['profile-mode', '/travel/profile', { travel: { mode: 'drive', profile: 'wheelchair' } }],
    ['rules-and-speed', '/travel/rules/speeds', { travel: { speedMps: 1, rules: { speeds: [] } } }],
    ['rules-stored', '/travel/rules', { network: { straight: {} }, travel: { rules: {} } }],
    ['study-no-choice', '/travel/rules/avoid/0', { travel: { rules: { avoid: ['stairs'] } } }],
  ])('refuses %s at %s', async (code, at, study) => {
    const error = await run(await graphOf(ways), { ...people, analyses, ...study }).catch((each: unknown) => each);
    expect(error).toBeInstanceOf(AnalysisError);
    expect(error).toMatchObject({ code, at });
  });

  it('refuses a network that keeps no tags, at the travel that needs them', async () => {
    await expect(
      run(townGraph(), { ...people, analyses, travels: [{ id: 'pram', profile: 'no-stairs' }] }),
    ).rejects.toMatchObject({ code: 'rules-untagged', at: '/travels/0/profile' });
  });
});

describe('tags of streets', () => {
  it('come back from their bits', () => {
    const random = randomFrom(7);
    const one = <T>(values: readonly T[]): T => values[random.below(values.length)] as T;
    for (let i = 0; i < 1000; i += 1) {
      const tags = {
        streetClass: one([null, ...STREET_CLASSES]),
        wheelchair: one([null, 'yes', 'limited', 'no'] as const),
        surface: one([null, 'good', 'bad'] as const),
        widthM: one([null, (1 + random.below(255)) / 10]),
        incline: one([null, random.below(4000) / 1000]),
      };
      const packed = packTags(tags);
      expect(packed).toBeLessThan(2 ** 31);
      expect({
        streetClass: STREET_CLASSES[classIndexOf(packed)] ?? null,
        wheelchair: wheelchairOf(packed),
        surface: surfaceOf(packed),
        widthM: widthOf(packed),
        incline: inclineOf(packed),
      }).toEqual(tags);
    }
    expect(widthOf(packTags({ streetClass: null, wheelchair: null, surface: null, widthM: 99, incline: null }))).toBe(
      25.5,
    );
  });

  it('know every class that is a street', () => {
    expect(Object.keys(CLASSES).filter((each) => !STREET_CLASSES.some((known) => known === each))).toEqual([]);
    expect(STREET_CLASSES[classIndexOf(streetTagsOf({ man_made: 'pier' }))]).toBe('pier');
    expect(STREET_CLASSES[classIndexOf(streetTagsOf({ railway: 'platform' }))]).toBe('platform');
  });

  it.each([
    ['10%', 0.1],
    ['-6.5 %', 0.065],
    ['45°', 1],
    ['0', 0],
    ['up', null],
    ['12', null],
    ['90°', null],
  ])('read an incline of %s as %s', (value, slope) => {
    if (slope === null) expect(readIncline(value)).toBeNull();
    else expect(readIncline(value)).toBeCloseTo(slope, 12);
  });

  it.each([
    ['1.5', 1.5],
    ['2 m', 2],
    ["3'", null],
    ['1;2', null],
  ])('read a width of %s as %s', (value, width) => expect(readWidthM(value)).toBe(width));
});

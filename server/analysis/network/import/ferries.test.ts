import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { StudyResult } from '../../../../tiles/api/result.ts';
import type { Study, Travel } from '../../../../tiles/api/study.ts';
import type { Mode } from '../../../../tiles/api/vocabulary.ts';
import { IDLE } from '../../../testing/measure-inputs.ts';
import { osmFile } from '../../../testing/osm-writer.ts';
import { Derived } from '../../engine/derived.ts';
import type { Sources } from '../../engine/sources.ts';
import { parseAs } from '../../study/parse.ts';
import { runStudy } from '../../study/run.ts';
import type { Graph } from '../../types.ts';
import { withFerries } from '../build.ts';
import { sailing } from '../ferries.ts';
import { decodeGraph, encodeGraph, GraphError } from '../graph.ts';
import { readDurationS } from './ferries.ts';
import { joinStreets, type JoinedStreets } from './join-streets.ts';
import type { OsmElement } from '../../../osm/index.ts';
import { readLines } from './read-lines.ts';
import { readPbf } from './read-pbf.ts';
import type { StreetSource } from './source.ts';
import type { Tags } from './speeds.ts';

const META = {
  id: 'bay',
  title: { zh: '海湾', en: 'Bay' },
  provenance: 'synthetic',
  source: { zh: '测试', en: 'Test' },
  costUnit: 's',
};
const folder = mkdtempSync(join(tmpdir(), 'chengtu-ferries-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A hundredth of a degree of longitude on the equator: 1,113 m. */
const node = (id: number, x: number, y = 0): OsmElement => ({ type: 'node', id, lon: x / 100, lat: y / 100, tags: {} });
const way = (id: number, refs: readonly number[], tags: Tags): OsmElement => ({ type: 'way', id, refs, tags });

/** The mainland from 1 to 3, its pier; a ferry by 20 at sea; an island from 11, its pier, to 12: a street of 223 m. */
const BAY = [node(1, -2), node(3, 0), node(20, 1), node(11, 2), node(12, 2.2)];
const STREETS = [way(101, [1, 3], { highway: 'residential' }), way(102, [11, 12], { highway: 'residential' })];
const FERRY = [3, 20, 11];
const STEP_M = 1113.195;

const read = async (elements: readonly OsmElement[]): Promise<StreetSource> => {
  const path = join(folder, 'bay.osm.pbf');
  writeFileSync(path, osmFile(elements));
  return readPbf(path);
};
const joined = async (elements: readonly OsmElement[]): Promise<JoinedStreets> =>
  joinStreets(await read(elements), META);
const withFerry = async (tags: Tags): Promise<Graph> =>
  (await joined([...BAY, ...STREETS, way(108, FERRY, { route: 'ferry', ...tags })])).graph;

const nothing = (): Promise<never> => Promise.reject(new Error('It is not asked for here.'));
const sourcesOf = (graph: Graph): Sources => ({
  network: () => Promise.resolve({ key: graph.meta.key, hash: graph.meta.key, value: graph }),
  demand: nothing,
  transit: nothing,
  features: nothing,
  areas: nothing,
  standard: nothing,
  profile: nothing,
  water: () => Promise.resolve({ key: '', hash: '', value: null }),
});
const run = (graph: Graph, study: unknown): Promise<StudyResult> => {
  const parsed: Study = parseAs('Study', study, 1000);
  return runStudy(parsed, { sources: sourcesOf(graph), derived: new Derived(), taskFor: () => IDLE });
};

/** From the end of the island to that of the mainland. */
const crossing = async (graph: Graph, travel: Travel): Promise<number | null> => {
  const { results } = await run(graph, {
    network: { stored: 'bay' },
    travel,
    demand: { points: [{ id: 'islander', lon: 0.022, lat: 0, people: 1 }] },
    facilities: { points: [{ id: 'school', lon: -0.02, lat: 0 }] },
    analyses: [{ kind: 'matrix' }],
  });
  const [matrix] = results;
  if (matrix?.kind !== 'matrix') throw new Error('There is no matrix.');
  return matrix.pairs[0]?.cost ?? null;
};

/** Metres of street between the two. */
const ASHORE_M = 2.2 * STEP_M;

describe('a ferry between a mainland and an island', () => {
  it('is taken where a study asks for it, in its own time at any speed of walking', async () => {
    const graph = await withFerry({ duration: '00:10' });
    expect(await crossing(graph, {})).toBeNull();
    expect(await crossing(graph, { ferries: false })).toBeNull();
    expect(await crossing(graph, { ferries: true })).toBeCloseTo(ASHORE_M + 600, 0);
    expect(await crossing(graph, { ferries: true, speedMps: 2 })).toBeCloseTo(ASHORE_M / 2 + 600, 0);
    expect(await crossing(graph, { ferries: true, direction: 'from-facility' })).toBeCloseTo(ASHORE_M + 600, 0);
  });

  it('is taken at 12 km/h where nobody says how long it sails, or says what no ship can', async () => {
    const assumed = ASHORE_M + (2 * STEP_M * 3.6) / 12;
    for (const duration of ['', '00:00', 'often', '00:00:30'])
      expect(await crossing(await withFerry({ duration }), { ferries: true }), duration).toBeCloseTo(assumed, 0);
  });

  it.each<[Tags, readonly Mode[]]>([
    [{}, ['walk']],
    [{ bicycle: 'yes', motor_vehicle: 'yes' }, ['walk', 'cycle', 'drive']],
    [{ foot: 'no', motorcar: 'yes' }, ['drive']],
    [{ bicycle: 'dismount', vehicle: 'no' }, ['walk', 'cycle']],
    [{ vehicle: 'yes', motorcar: 'no' }, ['walk', 'cycle']],
    [{ access: 'yes' }, ['walk']],
    [{ access: 'private', foot: 'yes' }, ['walk']],
  ])('with %j takes %j', async (tags, modes) => {
    const graph = await withFerry({ duration: '10', ...tags });
    for (const mode of ['walk', 'cycle', 'drive'] as const)
      expect((await crossing(graph, { mode, ferries: true })) !== null, mode).toBe(modes.includes(mode));
  });

  it('sails one way where it is one way', async () => {
    const graph = await withFerry({ duration: '10', oneway: 'yes' });
    expect(await crossing(graph, { ferries: true })).toBeNull();
    expect(await crossing(graph, { ferries: true, direction: 'from-facility' })).toBeCloseTo(ASHORE_M + 600, 0);
  });

  it('that a relation describes has its time by the lengths of its ways, and takes whom it says', async () => {
    const elements = [
      ...BAY,
      node(21, 0.5),
      ...STREETS,
      // A pier is a street, whatever is sailed from it.
      way(103, [3, 1], { man_made: 'pier' }),
      way(108, [3, 21], {}),
      way(109, [21, 20, 11], { route: 'ferry' }),
      {
        type: 'relation' as const,
        id: 1,
        tags: { type: 'route', route: 'ferry', duration: 'PT20M', bicycle: 'yes' },
        members: [
          { type: 'node' as const, ref: 3, role: 'stop' },
          { type: 'way' as const, ref: 103, role: 'platform' },
          { type: 'way' as const, ref: 108, role: '' },
          { type: 'way' as const, ref: 109, role: '' },
        ],
      },
    ];
    const { graph, facts } = await joined(elements);
    expect([...graph.ferries.edge].map((edge) => facts.osmWay[edge])).toEqual([108, 109]);
    expect(graph.ferries.seconds[0]).toBeCloseTo(300, 0);
    expect(graph.ferries.seconds[1]).toBeCloseTo(900, 0);
    expect(await crossing(graph, { mode: 'cycle', ferries: true })).toBeCloseTo(ASHORE_M / 4 + 1200, 0);
    expect(await crossing(graph, { mode: 'drive', ferries: true })).toBeNull();
    // Without one of its ways nobody knows how much of the time is whose.
    const cut = await joined(elements.filter(({ id }) => id !== 108));
    expect(cut.graph.ferries.seconds[0]).toBeCloseTo((1.5 * STEP_M * 3.6) / 12, 0);
  });

  it('that is not whole in the file, or takes nobody, is left out and counted', async () => {
    const cut = await read([...BAY.slice(0, 2), ...BAY.slice(3), ...STREETS, way(108, FERRY, { route: 'ferry' })]);
    const closed = await read([...BAY, ...STREETS, way(108, FERRY, { route: 'ferry', access: 'no' })]);
    for (const { ferries, warnings } of [cut, closed]) {
      expect(ferries).toEqual([]);
      expect(warnings.map(({ code }) => code)).toEqual(['network-ferries-left-out']);
      expect(warnings[0]?.message.en).toContain('(1)');
    }
  });

  it('is no street: nobody joins the network at sea, and no isochrone lies along it', async () => {
    const graph = await withFerry({ duration: '10' });
    const { results, assumptions, warnings } = await run(graph, {
      network: { stored: 'bay' },
      travel: { ferries: true },
      analyses: [
        {
          kind: 'isochrones',
          origins: [
            { lon: 0, lat: 0 },
            { lon: 0.01, lat: 0 },
          ],
          within: [900],
        },
      ],
    });
    const [found] = results;
    if (found?.kind !== 'isochrones') throw new Error('There are no isochrones.');
    // 900 m of the mainland, all of the island.
    expect(found.features[0]?.lengthM).toBeCloseTo(900 + 0.2 * STEP_M, 0);
    const { area } = found.features[0] ?? {};
    const lons = (JSON.stringify(area).match(/\[(-?[\d.e-]+),/g) ?? []).map((text) => Number(text.slice(1, -1)));
    expect(lons.filter((lon) => lon > 0.009 && lon < 0.011)).toEqual([]);
    expect(lons.some((lon) => lon > 0.02)).toBe(true);
    expect(found.features[1]).toMatchObject({ lengthM: 0 });
    expect(assumptions.find(({ code }) => code === 'assume-ferries')?.message.en).toContain('1 stretches');
    expect(warnings.map(({ code }) => code)).toEqual(['warn-unconnected-origins', 'warn-no-water']);
  });

  it('joins an island to the rest, so that its short streets are passed over no more', async () => {
    // A path of the mainland 111 m from the end of the island's street.
    const near = way(104, [1, 13], { highway: 'footway' });
    const { graph } = await joined([
      ...BAY,
      node(13, 2.2, 0.1),
      ...STREETS,
      near,
      way(108, FERRY, { route: 'ferry', duration: '10' }),
    ]);
    const at = Float64Array.of(0.022, 0);
    const derived = new Derived();
    expect(derived.snap(graph, 'walk', at).passedOver).toBe(1);
    expect(derived.snap(derived.travelled(graph, { ferries: true }), 'walk', at).passedOver).toBe(0);
    expect(derived.snap(derived.travelled(graph, {}), 'walk', at).passedOver).toBe(1);
  });

  it('is not walked where metres count', async () => {
    const graph = new Derived().inMetres(sailing(await withFerry({ duration: '10' })));
    expect([...graph.forward.walk].filter((metres) => metres === Infinity)).toHaveLength(1);
  });

  it('is missed where a network has none that takes the mode', async () => {
    const ask = async (graph: Graph, travel: Travel): Promise<readonly string[]> => {
      const analyses = [{ kind: 'isochrones', origins: [{ lon: 0, lat: 0 }], within: [900] }];
      const { assumptions, warnings } = await run(graph, { network: { stored: 'bay' }, travel, analyses });
      return [...assumptions, ...warnings].map(({ code }) => code).filter((code) => code.includes('ferries'));
    };
    const dry = (await joined([...BAY, ...STREETS])).graph;
    expect(await ask(dry, { ferries: true })).toEqual(['warn-no-ferries']);
    expect(await ask(dry, {})).toEqual([]);
    const ferry = await withFerry({});
    expect(await ask(ferry, { ferries: true })).toEqual(['assume-ferries']);
    expect(await ask(ferry, { ferries: true, mode: 'drive' })).toEqual(['warn-no-ferries']);
    expect(await ask(ferry, {})).toEqual([]);
  });

  it('comes back from the bytes of its network, whose key is another with it and none without', async () => {
    const graph = await withFerry({ duration: '10', bicycle: 'yes' });
    expect(graph.ferries.edge).toHaveLength(1);
    expect(decodeGraph(encodeGraph(graph))).toEqual(graph);
    expect((await withFerry({ duration: '11', bicycle: 'yes' })).meta.key).not.toBe(graph.meta.key);
    const dry = (await joined([...BAY, ...STREETS])).graph;
    expect(withFerries(dry, []).meta.key).toBe(dry.meta.key);
    const far = { ...graph.ferries, edge: Uint32Array.of(99) };
    expect(() => decodeGraph(encodeGraph({ ...graph, ferries: far }))).toThrow(GraphError);
    expect(() => withFerries(dry, [{ edge: 0, seconds: NaN, forward: [], backward: [] }])).toThrow(RangeError);
  });

  it('is read from lines too, and no longer a road for cars', async () => {
    const path = join(folder, 'bay.geojson');
    const line = (properties: object, ...coordinates: readonly (readonly number[])[]) => ({
      type: 'Feature',
      properties,
      geometry: { type: 'LineString', coordinates },
    });
    const features = [
      line({ highway: 'residential' }, [-0.02, 0], [0, 0]),
      line({ highway: 'residential' }, [0.02, 0], [0.022, 0]),
      line({ route: 'ferry', duration: 10, motor_vehicle: 'yes' }, [0, 0], [0.01, 0], [0.02, 0]),
    ];
    writeFileSync(path, JSON.stringify({ type: 'FeatureCollection', features }));
    const { graph } = joinStreets(await readLines(path), META);
    expect(await crossing(graph, { mode: 'drive' })).toBeNull();
    expect(await crossing(graph, { mode: 'cycle', ferries: true })).toBeNull();
    expect(await crossing(graph, { ferries: true })).toBeCloseTo(ASHORE_M + 600, 0);
  });
});

it.each<[string | undefined, number | null]>([
  ['00:15', 900],
  ['1:05', 3900],
  ['01:30:30', 5430],
  ['36:00', 129_600],
  ['15', 900],
  ['7.5', 450],
  ['15 min', 900],
  ['20 minutes', 1200],
  [' 00:05 ', 300],
  ['PT15M', 900],
  ['PT1H30M', 5400],
  ['P1DT2H', 93_600],
  ['PT45S', 45],
  ['00:00', null],
  ['P', null],
  ['PT', null],
  ['00:99', null],
  ['15-20', null],
  ['00:15-00:20', null],
  ['about an hour', null],
  ['-5', null],
  ['', null],
  [undefined, null],
])('a duration of %j is %j seconds', (text, seconds) => {
  expect(readDurationS(text)).toBe(seconds);
});

import { cp, mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { locateCells } from '../../server/analysis/demand/cells.ts';
import { decodeDemand } from '../../server/analysis/demand/codec.ts';
import { components } from '../../server/analysis/network/components.ts';
import { decodeGraph } from '../../server/analysis/network/graph.ts';
import { snapPoints } from '../../server/analysis/network/snap.ts';
import { decodeTransit } from '../../server/analysis/transit/codec.ts';
import { DEFAULT_MAX_ACCESS_M } from '../../tiles/api/vocabulary.ts';
import { PEOPLE_FILE, STREETS_FILE, TIMETABLES_FILE } from './demo-analysis.ts';
import type { Demand, Graph } from '../../server/analysis/types.ts';
import { createOutline } from './generate/network/land.ts';
import { RESIDENTS } from './generate/population.ts';
import { strongParts } from './generate/streets/one-ways.ts';
import { createBaseWorld } from './generate/world/create-base.ts';
import { createWorld } from './generate/world.ts';
import type { DemoFeature, Generator } from './generate/types.ts';
import { demoCity } from '../testing/demo-city.ts';
import { isFull, runs } from '../../server/testing/effort.ts';
import { hashOf, prepared } from '../../server/testing/prepared.ts';
import { demoSources, generateDemo, runGenerators, SOURCES, type Generated } from './demo-files.ts';

const feature = (id: string): DemoFeature => ({
  id,
  geometry: { type: 'Point', coordinates: [120, 36] },
  properties: {},
  provenance: 'synthetic',
});
const generator = (id: string, layers: Record<string, string[]>): Generator => ({
  id,
  generate: () => Object.fromEntries(Object.entries(layers).map(([layer, ids]) => [layer, ids.map(feature)])),
});

/** Layers of places that people go to, or are served from. */
const FACILITY_LAYERS = [
  'assessment-points',
  'civilised-sites',
  'innovation-sites',
  'medical-institutions',
  'metro-stations',
  'parking',
  'platform-nodes',
  'project-sites',
  'renovation-sites',
  'schools',
  'service-points',
  'tcm-masters',
  'toilets',
  'tourism',
  'transport-hubs',
  'universities',
] as const;

describe('demonstration data', () => {
  it('gathers the features of several generators by layer', async () => {
    const world = await createWorld();
    const layers = runGenerators(
      [generator('one', { b: ['1'], a: ['1'] }), generator('two', { b: ['2'] })],
      world,
      () => undefined,
    );
    expect([...layers].map(([layer, features]) => [layer, features.map(({ id }) => id)])).toEqual([
      ['a', ['1']],
      ['b', ['1', '2']],
    ]);
  });

  it('refuses an id that two generators use, and names both', async () => {
    const world = await createWorld();
    expect(() =>
      runGenerators([generator('one', { a: ['1'] }), generator('two', { a: ['1'] })], world, () => undefined),
    ).toThrow('Generators one and two both make the feature 1 of layer a.');
  });

  describe('as files', () => {
    let folders: readonly string[];
    let temporary: readonly string[];
    let results: Generated[];
    /** The city that another process has generated. */
    let city: string;

    beforeAll(async () => {
      city = await demoCity();
      // Sources that have given the same bytes twice need not be asked again every day.
      const again = isFull() ? [] : [await generatedAgain()];
      temporary = await Promise.all(
        Array.from({ length: runs({ daily: 0, full: 2 }) }, () => mkdtemp(join(tmpdir(), 'chengtu-generate-'))),
      );
      results = [];
      for (const each of temporary) await generateHere(each);
      folders = [...again, ...temporary].map((folder) => join(folder, 'demo'));
      for (const folder of [...again, ...temporary])
        results.push(JSON.parse(await readFile(join(folder, 'result.json'), 'utf8')) as Generated);
    });
    afterAll(async () => {
      for (const folder of temporary) await rm(folder, { recursive: true });
    });

    const read = (file: string, folder = city): Promise<Buffer> => readFile(join(folder, file));

    it('is the same, byte by byte, on every run, and made only when its sources changed', async () => {
      expect(results.map(({ fresh }) => fresh)).toEqual(folders.map(() => true));
      const manifest = JSON.parse((await read('manifest.json')).toString()) as { layers: Record<string, number> };
      for (const name of [
        'manifest.json',
        STREETS_FILE,
        PEOPLE_FILE,
        TIMETABLES_FILE,
        ...Object.keys(manifest.layers).map((layer) => `${layer}.geojson`),
      ]) {
        for (const folder of folders) expect((await read(name)).equals(await read(name, folder)), name).toBe(true);
      }
      const again = await generateDemo(
        city,
        () => Promise.reject(new Error('not needed')),
        () => undefined,
      );
      expect(again).toEqual({ ...results[0], fresh: false });
    });

    it('has timetables that say that they are synthetic, of stations that people can walk to', async () => {
      const transit = decodeTransit(await read(TIMETABLES_FILE));
      const graph = decodeGraph(await read(STREETS_FILE));
      expect(transit).toMatchObject({ stopCount: 62, meta: { id: 'metro', provenance: 'synthetic' } });
      const { edge } = snapPoints(graph, 'walk', transit.lonLat, { maxDistanceM: DEFAULT_MAX_ACCESS_M });
      expect(edge.every((each) => each >= 0)).toBe(true);
      // Three lines there and back. Line 2 is some 20 km long.
      expect(transit.callStart).toHaveLength(7);
      const minutes = (transit.arrivalS[21] as number) / 60;
      expect(minutes).toBeGreaterThan(25);
      expect(minutes).toBeLessThan(45);
    });

    it('is made again where a file was cut off, overwritten or removed', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'chengtu-harmed-'));
      try {
        await cp(city, folder, { recursive: true });
        const bytes = await readFile(join(folder, STREETS_FILE));
        const harms: readonly (readonly [string, () => Promise<void>])[] = [
          ['whole', () => Promise.resolve()],
          // The graph's own reader takes such a file.
          ['a page of zeros', () => writeFile(join(folder, STREETS_FILE), Buffer.from(bytes).fill(0, 4096, 8192))],
          ['cut off', () => truncate(join(folder, STREETS_FILE), 100)],
          ['removed', () => rm(join(folder, STREETS_FILE))],
        ];
        for (const [harm, inflict] of harms) {
          await writeFile(join(folder, STREETS_FILE), bytes);
          await inflict();
          const asked = generateDemo(
            folder,
            () => Promise.reject(new Error('asked for')),
            () => undefined,
          );
          if (harm === 'whole') expect((await asked).fresh).toBe(false);
          else await expect(asked, harm).rejects.toThrow('asked for');
        }
      } finally {
        await rm(folder, { recursive: true });
      }
    });

    it('has streets for walking that form one network, on land, with no one-way trap for drivers', async () => {
      const graph = decodeGraph(await read(STREETS_FILE));
      expect(graph.meta).toMatchObject({ id: 'roads', provenance: 'synthetic', costUnit: 's' });
      expect(graph.nodeCount).toBeGreaterThan(60_000);
      expect(graph.nodeCount).toBeLessThan(90_000);
      expect(components(graph, 'walk').sizes).toHaveLength(1);
      const { projection, outline } = createOutline(await createBaseWorld());
      expect(
        piecesOf(graph).filter(([a, b, c, d]) =>
          outline.meets(projection.x(a), projection.y(b), projection.x(c), projection.y(d)),
        ),
      ).toEqual([]);
      const oneWay = Array.from(graph.from.keys()).filter(
        (edge) => graph.forward.drive[edge] !== graph.backward.drive[edge],
      );
      expect(oneWay.length).toBeGreaterThan(1000);
      const part = strongParts(graph.nodeCount, drivingArcs(graph));
      expect(oneWay.every((edge) => part[graph.from[edge] as number] === part[graph.to[edge] as number])).toBe(true);
      const stairs = Array.from(graph.from.keys()).filter((edge) => graph.forward.cycle[edge] === Infinity);
      expect(stairs.length).toBeGreaterThan(50);
      expect(stairs.every((edge) => (graph.forward.walk[edge] as number) > 1.5 * (graph.lengthM[edge] as number))).toBe(
        true,
      );
    });

    it('has people by district as counted, on land and near a street', async () => {
      const people = decodeDemand(await read(PEOPLE_FILE));
      expect(people.meta).toMatchObject({ id: 'people', provenance: 'synthetic' });
      expect(people.count).toBe(72_000);
      expect(people.people.every((number) => Number.isInteger(number) && number > 0 && number < 2000)).toBe(true);
      expect(peopleByDistrict(people)).toEqual(
        Object.fromEntries(Object.entries(RESIDENTS).map(([code, number]) => [code, number * 10_000])),
      );
      expect(people.subdistrict.every((subdistrict) => subdistrict >= 0)).toBe(true);
      expect(people.groups?.map(({ name }) => name)).toEqual(['学龄人口', '60 岁及以上', '户数']);
      expect(people.landUses).toEqual(
        expect.arrayContaining(['commercial', 'green', 'industrial', 'public', 'residential']),
      );
      const graph = decodeGraph(await read(STREETS_FILE));
      expect([graph.streetTags?.length, graph.climb, graph.speedFactors?.factor.length]).toEqual([
        graph.edgeCount,
        undefined,
        360,
      ]);
      const snaps = snapPoints(graph, 'walk', people.lonLat, { maxDistanceM: 150 });
      expect(snaps.edge.includes(-1)).toBe(false);
    });

    it.each(FACILITY_LAYERS)('has %s beside streets', async (layer) => {
      const { features } = JSON.parse((await read(`${layer}.geojson`)).toString()) as {
        features: {
          readonly geometry: { readonly coordinates: readonly [number, number] };
        }[];
      };
      const places = Float64Array.from(features.flatMap(({ geometry }) => geometry.coordinates));
      const graph = decodeGraph(await read(STREETS_FILE));
      const snaps = snapPoints(graph, 'walk', places, { maxDistanceM: 300 });
      const apart = snaps.edge.filter((edge) => edge < 0).length;
      expect(apart).toBeLessThanOrEqual(features.length / 100);
    });

    it('has schools and clinics in cells that people live in', async () => {
      const people = decodeDemand(await read(PEOPLE_FILE));
      for (const layer of ['schools', 'medical-institutions']) {
        const { features } = JSON.parse((await read(`${layer}.geojson`)).toString()) as {
          features: { readonly geometry: { readonly coordinates: readonly [number, number] } }[];
        };
        const places = Float64Array.from(features.flatMap(({ geometry }) => geometry.coordinates));
        expect(locateCells(people, places).filter((cell) => cell < 0).length, layer).toBeLessThan(features.length / 10);
      }
    });
  });
});

describe('the sources of the demonstration data', () => {
  it('are not the definitions of layers: a new layer has nothing else generated anew', async () => {
    const root = await mkdtemp(join(tmpdir(), 'chengtu-sources-'));
    try {
      for (const source of SOURCES)
        await cp(fileURLToPath(new URL(`../../${source}`, import.meta.url)), join(root, source), { recursive: true });
      const before = await demoSources(root);
      await mkdir(join(root, 'data/cities/qingdao/layers'));
      await writeFile(join(root, 'data/cities/qingdao/layers/libraries.json'), '{"id": "libraries"}');
      expect(await demoSources(root)).toBe(before);
      await writeFile(join(root, 'data/cities/qingdao/base/coast.geojson'), '{}');
      expect(await demoSources(root)).not.toBe(before);
    } finally {
      await rm(root, { recursive: true });
    }
  });
});

/** What a generation in this process gave: the files and the answer. Done once for the state of the sources. */
async function generatedAgain(): Promise<string> {
  const key = await hashOf([], await demoSources(), process.version);
  return prepared({ name: 'again', key, make: generateHere });
}

async function generateHere(folder: string): Promise<void> {
  const result = await generateDemo(join(folder, 'demo'), createWorld, () => undefined);
  await writeFile(join(folder, 'result.json'), JSON.stringify(result));
}

/** Straight pieces of all streets, in degrees. */
function piecesOf({
  edgeCount,
  from,
  to,
  lonLat,
  shape,
  shapeStart,
}: Graph): (readonly [number, number, number, number])[] {
  return Array.from({ length: edgeCount }, (_, edge) => {
    const node = (at: number): number[] => [...lonLat.subarray(2 * at, 2 * at + 2)];
    const line = [
      ...node(from[edge] as number),
      ...shape.subarray(2 * (shapeStart[edge] as number), 2 * (shapeStart[edge + 1] as number)),
      ...node(to[edge] as number),
    ];
    return Array.from(
      { length: line.length / 2 - 1 },
      (__, i) => line.slice(2 * i, 2 * i + 4) as [number, number, number, number],
    );
  }).flat();
}

function drivingArcs({ nodeCount, from, to, forward, backward }: Graph): number[][] {
  const out: number[][] = Array.from({ length: nodeCount }, () => []);
  from.forEach((a, edge) => {
    const b = to[edge] as number;
    if (forward.drive[edge] !== Infinity) out[a]?.push(b);
    if (backward.drive[edge] !== Infinity) out[b]?.push(a);
  });
  return out;
}

function peopleByDistrict({ district, districts, people }: Demand): Record<string, number> {
  const sums = Object.fromEntries(districts.map((code) => [code, 0]));
  people.forEach((number, cell) => {
    const code = districts[district[cell] as number] as string;
    sums[code] = (sums[code] as number) + number;
  });
  return sums;
}

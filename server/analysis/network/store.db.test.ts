import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sqlText } from '../../platform/db/sql.ts';
import { describeDatabases } from '../../testing/describe-databases.ts';
import { randomFrom } from '../../testing/random.ts';
import { randomBans } from '../../testing/turns.ts';
import type { Graph } from '../types.ts';
import { buildGraph, withBans, withFerries, withWater } from './build.ts';
import { speedFactorsOf, type SpeedFactor } from './speed-factors.ts';
import { listNetworks, loadGraph, networkKey, writeNetwork, writeSpeedFactors } from './store.ts';
import { waterOf } from './water.ts';

const TITLE = { zh: '试验街道', en: 'Streets for a test' };

const FACTORS: readonly SpeedFactor[] = [
  { streetClass: 'primary', weekday: null, hour: 8, factor: 0.1 + 0.2 },
  { streetClass: 'all', weekday: 6, hour: 23, factor: 1 / 3 },
];
const SPEEDS = speedFactorsOf(FACTORS);

/** Random streets with numbers that need all digits of a float. */
function streets(id: string, seed: number): Graph {
  const random = randomFrom(seed);
  const speeds = (): Record<string, number> =>
    random.next() < 0.2
      ? {}
      : { walk: 0.1 + random.next(), ...(random.next() < 0.5 ? { drive: random.next() * 30 } : {}) };
  const graph = buildGraph({
    meta: { id, title: TITLE, provenance: 'synthetic', source: { zh: '测试', en: 'Test' }, costUnit: 's' },
    lonLat: Array.from({ length: 400 }, () => 30 + random.next()),
    edges: Array.from({ length: 300 }, (_, i) => ({
      from: i % 200,
      to: (i * 7 + 1) % 200,
      shape: Array.from({ length: random.below(5) * 2 }, () => 30 + random.next()),
      forwardMps: speeds(),
      backwardMps: speeds(),
    })),
  });
  if (seed % 2 === 0) return graph;
  const climb = Float32Array.from({ length: 600 }, (_, i) => (i % 10 < 2 ? NaN : random.next() * 9));
  const streetTags = Uint32Array.from({ length: 300 }, () => random.below(2 ** 30));
  const ring = (): number[][] => Array.from({ length: 5 }, () => [30 + random.next(), 30 + random.next()]);
  const ferries = [7, 42].map((edge) => ({ edge, seconds: random.next(), forward: ['walk'], backward: [] }) as const);
  return withWater(
    withBans(
      withFerries({ ...graph, streetTags, climb, speedFactors: SPEEDS }, ferries),
      randomBans(graph, 40, seed, ['walk', 'drive']),
    ),
    waterOf([[ring(), ring()], [ring()]]),
  );
}

describeDatabases('networks', { embedded: 'full' }, (database) => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'chengtu-networks-'));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  const files = (): string[] => readdirSync(join(home, 'networks')).sort();

  it('come back from their rows to the last bit, and then from the file', async () => {
    const graph = streets('exact', 1);
    await writeNetwork(database(), graph);
    const made = await loadGraph(database(), home, 'exact');
    expect(made).toEqual(graph);
    expect(made.lonLat.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(files()).toEqual([`exact-${graph.meta.key}.graph`]);
    await database().query(sqlText("delete from network_edge where network_id = 'exact'"));
    expect(await loadGraph(database(), home, 'exact')).toEqual(graph);
  });

  it('say without their edges whether they have tags, heights and speeds by hour', async () => {
    for (const seed of [1, 2]) await writeNetwork(database(), streets(`facts-${String(seed)}`, seed));
    const facts = async (id: string): Promise<unknown> =>
      (await listNetworks(database(), id)).map(({ isTagged, hasHeights, hasHours }) => [
        isTagged,
        hasHeights,
        hasHours,
      ]);
    expect(await facts('facts-1')).toEqual([[true, true, true]]);
    expect(await facts('facts-2')).toEqual([[false, false, false]]);
  });

  it('take speeds by hour and lose them again, each with a key of its own', async () => {
    const { speedFactors: _, ...before } = streets('hourly', 5);
    const graph = withBans(before, []);
    await writeNetwork(database(), graph);
    const given = await writeSpeedFactors(database(), home, 'hourly', FACTORS);
    expect(given.meta.key).not.toBe(graph.meta.key);
    expect(await loadGraph(database(), home, 'hourly')).toEqual({ ...graph, speedFactors: SPEEDS, meta: given.meta });
    await writeSpeedFactors(database(), home, 'hourly', []);
    expect(await loadGraph(database(), home, 'hourly')).toEqual(graph);
    await writeNetwork(database(), streets('classless', 2));
    await expect(writeSpeedFactors(database(), home, 'classless', FACTORS)).rejects.toMatchObject({
      code: 'network-untagged',
    });
  });

  it('are listed with what their import found', async () => {
    const graph = streets('listed', 2);
    const warnings = [{ code: 'islands', message: { zh: '有孤岛', en: 'There are islands' } }];
    await writeNetwork(database(), graph, { warnings });
    const [listed] = await listNetworks(database(), 'listed');
    expect(listed).toMatchObject({ meta: graph.meta, nodeCount: 200, edgeCount: 300, warnings });
    expect((await listNetworks(database())).map(({ meta }) => meta.id)).toContain('listed');
    expect(await networkKey(database(), 'listed')).toBe(graph.meta.key);
    expect(await networkKey(database(), 'unheard-of')).toBeNull();
  });

  it('are replaced whole, and the file of what they were goes', async () => {
    await writeNetwork(database(), streets('twice', 3));
    await loadGraph(database(), home, 'twice');
    // Another network, whose id begins alike, keeps its file; so does the half-written one of a process that still
    // writes.
    await writeFile(join(home, 'networks', 'twice-over-0123456789abcdef.graph'), '');
    await writeFile(join(home, 'networks', 'twice-0123456789abcdef.graph.1-aa.part'), '');
    await writeFile(join(home, 'networks', 'twice-0123456789abcdef.graph.2-bb.part'), '');
    await utimes(join(home, 'networks', 'twice-0123456789abcdef.graph.2-bb.part'), 0, 0);
    const second = streets('twice', 4);
    await writeNetwork(database(), second);
    expect(await loadGraph(database(), home, 'twice')).toEqual(second);
    expect(files()).toEqual(
      [
        'twice-0123456789abcdef.graph.1-aa.part',
        `twice-${second.meta.key}.graph`,
        'twice-over-0123456789abcdef.graph',
      ].sort(),
    );
  });

  it('have their title from the database where only that has changed', async () => {
    const graph = streets('renamed', 5);
    await writeNetwork(database(), graph);
    await loadGraph(database(), home, 'renamed');
    const title = { zh: '新名', en: 'A new name' };
    await writeNetwork(database(), { ...graph, meta: { ...graph.meta, title } });
    expect((await loadGraph(database(), home, 'renamed')).meta.title).toEqual(title);
  });

  it('are made anew where the file is damaged', async () => {
    const graph = streets('damaged', 6);
    await writeNetwork(database(), graph);
    await loadGraph(database(), home, 'damaged');
    const path = join(home, 'networks', `damaged-${graph.meta.key}.graph`);
    const whole = await readFile(path);
    for (const damaged of [
      Buffer.alloc(0),
      whole.subarray(0, 1000),
      flipped(whole, 2000),
      flipped(whole, whole.length - 1),
    ]) {
      writeFileSync(path, damaged);
      expect(await loadGraph(database(), home, 'damaged')).toEqual(graph);
      expect(await readFile(path)).toEqual(whole);
    }
  });

  it('are there where no file can be kept, and the reason is told', async () => {
    const graph = streets('fileless', 7);
    await writeNetwork(database(), graph);
    await writeFile(join(home, 'networks'), 'a file where the folder should be');
    const errors: unknown[] = [];
    expect(await loadGraph(database(), home, 'fileless', { onFileError: (error) => errors.push(error) })).toEqual(
      graph,
    );
    expect(errors).not.toHaveLength(0);
    rmSync(join(home, 'networks'));
    await mkdir(join(home, 'networks', `fileless-${graph.meta.key}.graph`), { recursive: true });
    expect(await loadGraph(database(), home, 'fileless', { onFileError: (error) => errors.push(error) })).toEqual(
      graph,
    );
  });

  it('are not taken from rows that somebody has changed', async () => {
    await writeNetwork(database(), streets('changed', 8));
    await database().query(sqlText("update network_edge set walk_s = 1 where network_id = 'changed' and edge_id = 5"));
    await expect(loadGraph(database(), home, 'changed')).rejects.toThrow(/Import it again/);
  });

  it('that do not exist are refused, with the ids that do', async () => {
    await writeNetwork(database(), streets('known', 9));
    await expect(loadGraph(database(), home, 'unheard-of')).rejects.toMatchObject({
      code: 'network-unknown',
      text: { en: expect.stringContaining('known') as string },
    });
  });

  it('are found by the name that the usual one had, unless another has that name', async () => {
    const roads = streets('roads', 11);
    await writeNetwork(database(), roads);
    expect((await loadGraph(database(), home, 'streets')).meta).toMatchObject({ id: 'roads', key: roads.meta.key });
    expect(await networkKey(database(), 'streets')).toBe(roads.meta.key);
    const own = streets('streets', 12);
    await writeNetwork(database(), own);
    expect((await loadGraph(database(), home, 'streets')).meta).toMatchObject({ id: 'streets', key: own.meta.key });
    expect(await networkKey(database(), 'streets')).toBe(own.meta.key);
  });

  it('are written whole or not at all', async () => {
    const graph = streets('atomic', 10);
    await writeNetwork(database(), graph);
    const lonely = buildGraph({
      meta: graph.meta,
      lonLat: [0, 0, 1, 1, 2, 2],
      edges: [{ from: 0, to: 1, forwardMps: { walk: 1 }, backwardMps: {} }],
    });
    await expect(writeNetwork(database(), lonely)).rejects.toThrow(RangeError);
    const tooLarge = {
      ...graph,
      meta: { ...graph.meta, key: 'fedcba9876543210' },
      from: graph.from.slice().fill(4_294_967_295, -1),
    };
    await expect(writeNetwork(database(), tooLarge)).rejects.toThrow();
    expect(await loadGraph(database(), home, 'atomic')).toEqual(graph);
  });
});

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] as number) ^ 1;
  return copy;
}

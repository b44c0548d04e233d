import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { encodeDemand } from '../../server/analysis/demand/codec.ts';
import { loadDemand, writeDemand } from '../../server/analysis/demand/store.ts';
import { buildGraph } from '../../server/analysis/network/build.ts';
import { encodeGraph } from '../../server/analysis/network/graph.ts';
import { loadGraph, writeNetwork } from '../../server/analysis/network/store.ts';
import type { Graph } from '../../server/analysis/types.ts';
import { encodeTransit } from '../../server/analysis/transit/codec.ts';
import { loadTransit, writeTransit } from '../../server/analysis/transit/store.ts';
import { sqlText } from '../../server/platform/db/sql.ts';
import { demandGrid } from '../../server/testing/demand-grids.ts';
import { describeDatabases } from '../../server/testing/describe-databases.ts';
import { testTransit } from '../../server/testing/timetables.ts';
import { loadDemoAnalysis, PEOPLE_FILE, STREETS_FILE, TIMETABLES_FILE } from './demo-analysis.ts';

describeDatabases('streets, people and timetables of the demonstration', { embedded: 'full' }, (database) => {
  let home: string;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'chengtu-demo-'));
    await mkdir(join(home, 'demo'));
  });
  afterAll(() => rm(home, { recursive: true }));

  const graph = (lon: number): Graph =>
    buildGraph({
      meta: {
        id: 'roads',
        title: { zh: '街', en: 'Streets' },
        provenance: 'synthetic',
        source: { zh: '测试', en: 'Test' },
        costUnit: 's',
      },
      lonLat: [120, 36, lon, 36],
      edges: [{ from: 0, to: 1, forwardMps: { walk: 1 }, backwardMps: { walk: 1 } }],
    });
  const people = (number: number) => demandGrid({ columns: 2, rows: 1, people: number });
  const write = async (lon: number, number: number): Promise<void> => {
    await writeFile(join(home, 'demo', STREETS_FILE), encodeGraph(graph(lon)));
    await writeFile(join(home, 'demo', PEOPLE_FILE), encodeDemand(people(number)));
  };
  const metro = (departS: number) => {
    const calls = [0, 1].map((stop) => [stop, departS + 60 * stop, departS + 60 * stop] as const);
    const { meta, ...timetables } = testTransit({
      stops: [
        [0, 0],
        [0, 1],
      ],
      trips: [{ calls }],
      services: [[20_000]],
    });
    return { ...timetables, meta: { ...meta, key: String(departS) } };
  };
  const load = async () => (await loadDemoAnalysis(database(), home)).map(({ kind, state }) => `${kind} ${state}`);
  const held = async () => [
    (await loadGraph(database(), home, 'roads')).meta.key,
    (await loadDemand(database(), 'grid')).people[0],
  ];

  it('are not loaded where there are no files', async () => {
    expect(await load()).toEqual([]);
  });

  it('are loaded once, and anew where they have changed', async () => {
    await write(120.001, 10);
    expect(await load()).toEqual(['network loaded', 'demand loaded']);
    expect(await load()).toEqual(['network current', 'demand current']);
    await write(120.002, 10);
    expect(await load()).toEqual(['network loaded', 'demand current']);
    expect(await held()).toEqual([graph(120.002).meta.key, 10]);
  });

  it('have timetables, which are loaded and kept as the rest is', async () => {
    const path = join(home, 'demo', TIMETABLES_FILE);
    await writeFile(path, encodeTransit(metro(1)));
    expect((await load()).at(-1)).toBe('transit loaded');
    expect((await load()).at(-1)).toBe('transit current');
    await database().transaction((tx) => writeTransit(tx, metro(2)));
    expect((await load()).at(-1)).toBe('transit kept');
    expect(await loadTransit(database(), 'test')).toEqual(metro(2));
    await writeFile(path, encodeTransit(metro(3)).subarray(0, -8));
    await expect(load()).rejects.toMatchObject({ name: 'GivenFileError', path });
    await rm(path);
  });

  it('never replace what somebody has imported under their ids', async () => {
    await writeNetwork(database(), graph(120.003));
    await writeDemand(database(), people(30));
    await write(120.004, 40);
    expect(await load()).toEqual(['network kept', 'demand kept']);
    expect(await held()).toEqual([graph(120.003).meta.key, 30]);
  });

  it('come back once they are removed', async () => {
    await database().query(sqlText('delete from network_edge'));
    await database().query(sqlText('delete from network'));
    await database().query(sqlText('delete from demand'));
    expect(await load()).toEqual(['network loaded', 'demand loaded']);
    expect(await held()).toEqual([graph(120.004).meta.key, 40]);
  });

  it.each([STREETS_FILE, PEOPLE_FILE])('are reported with the path of %s where that was cut off', async (file) => {
    await write(120.005, 50);
    const path = join(home, 'demo', file);
    const whole = await readFile(path);
    for (const length of [0, 10, Math.floor(whole.length / 2), whole.length - 1]) {
      await writeFile(path, whole.subarray(0, length));
      await expect(load(), String(length)).rejects.toMatchObject({ name: 'GivenFileError', path, isGenerated: true });
    }
  });
});

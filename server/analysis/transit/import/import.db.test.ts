import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeDatabases } from '../../../testing/describe-databases.ts';
import { SMALL_FEED, writeFeed } from '../../../testing/gtfs.ts';
import { AnalysisError } from '../../errors.ts';
import { buildGraph } from '../../network/build.ts';
import { writeNetwork } from '../../network/store.ts';
import { listTransits, loadTransit, transitKeyOf, writeTransit } from '../store.ts';
import { importTransit, type TransitImportOptions } from './import.ts';

describeDatabases('import of timetables', { embedded: 'full' }, (database) => {
  let home: string;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'chengtu-transit-'));
    await writeFeed(join(home, 'feed.zip'), SMALL_FEED);
  });
  afterAll(() => rm(home, { recursive: true }));

  const run = (options: Partial<TransitImportOptions> = {}) =>
    importTransit(database(), home, {
      paths: [join(home, 'feed.zip')],
      ...{ id: 'buses', licence: '', provenance: 'imported', network: null, replace: false },
      ...options,
    });
  const code = async (work: Promise<unknown>): Promise<string> => {
    const error: unknown = await work.catch((reason: unknown) => reason);
    if (error instanceof AnalysisError) return error.code;
    throw new Error('No error.');
  };

  it('says what to do where there are none', async () => {
    expect(await code(loadTransit(database(), 'buses'))).toBe('no-transit');
    expect(await listTransits(database())).toEqual([]);
    expect(await transitKeyOf(database(), 'buses')).toBeNull();
  });

  it('keeps what it has read, and replaces it only where that is asked for', async () => {
    const { transit, replaced } = await run();
    expect(replaced).toBe(false);
    expect(await loadTransit(database(), 'buses')).toEqual(transit);
    expect(await code(run())).toBe('transit-exists');
    const title = { zh: '公交', en: 'Buses' };
    expect((await run({ replace: true, title })).replaced).toBe(true);
    expect(await listTransits(database())).toMatchObject([
      { id: 'buses', key: transit.meta.key, title, stops: 3, trips: 2, feeds: transit.meta.feeds },
    ]);
    expect(await code(loadTransit(database(), 'trams'))).toBe('unknown-transit');
  });

  it('goes to the database in pieces', async () => {
    const { transit } = await run({ id: 'pieces' });
    await database().transaction((tx) => writeTransit(tx, transit, 100));
    expect(await loadTransit(database(), 'pieces')).toEqual(transit);
  });

  it('tells which stops nobody can walk to from a network, and needs that network', async () => {
    const both = { zh: '路', en: 'Roads' };
    const graph = buildGraph({
      meta: { id: 'roads', title: both, source: both, provenance: 'synthetic', costUnit: 's' },
      lonLat: [120, 36, 120.012, 36],
      edges: [{ from: 0, to: 1, forwardMps: { walk: 1 }, backwardMps: { walk: 1 } }],
    });
    await writeNetwork(database(), graph);
    expect((await run({ id: 'near', network: 'roads' })).warnings.map(({ code: each }) => each)).toContain(
      'transit-stops-away',
    );
    expect(await code(run({ id: 'lost', network: 'nowhere' }))).toBe('network-unknown');
  });
});

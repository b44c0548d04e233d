import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Counts, LayerList } from '../../tiles/api/wire.ts';
import { startService, type RunningService } from '../testing/running-service.ts';

describe('the first start, on an empty home', () => {
  let home: string;
  let service: RunningService;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'chengtu-first-'));
    service = await startService(home);
  });
  afterAll(async () => {
    await service.stop();
    await rm(home, { recursive: true, force: true });
  });
  const json = async (path: string): Promise<unknown> => (await fetch(service.url + path)).json();

  it('generates the city, loads every layer of it, and says where it answers', async () => {
    expect(await readdir(home)).toEqual(expect.arrayContaining(['demo', 'pgdata']));
    const { layers } = (await json('/layers')) as LayerList;
    expect(layers.length).toBeGreaterThan(20);
    const counts = (await json(`/counts?layers=${layers.map(({ id }) => id).join(',')}`)) as Counts;
    expect(layers.filter(({ id }) => !(Number(counts[id]) > 0)).map(({ id }) => id)).toEqual([]);
    expect(service.output()).toContain(service.url);
  });

  it('gives the page, and the roads and people that analyses begin with', async () => {
    expect(await (await fetch(service.url)).text()).toContain('<html');
    expect(await json('/analysis/catalogue')).toMatchObject({
      networks: [{ provenance: 'synthetic' }],
      demands: [{ count: 72_000, provenance: 'synthetic' }],
    });
  });

  it('ends in order when it is told to', async () => {
    expect(await service.stop()).toBe(0);
  });
});

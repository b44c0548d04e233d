import { describe, expect, it } from 'vitest';
import { DatabaseDiskFull } from '../platform/db/errors.ts';
import type { Row, SqlFile } from '../platform/db/types.ts';
import { fakeDatabase } from '../testing/fake-database.ts';
import { testCatalogue } from '../testing/layers.ts';
import { serve } from '../testing/serve.ts';
import { FEATURE_TABLE } from './feature-table-source.ts';

const layers = testCatalogue.layers.filter(({ id }) => ['toilets', 'districts'].includes(id));

/** A database that breaks while it answers: every statement ends without a row. */
const broken = (hasAsMvt: boolean) => ({ ...fakeDatabase(() => Promise.resolve([])), hasAsMvt });

const ROUTES = [
  '/tiles/toilets/12/3412/1593.mvt',
  '/counts?layers=toilets&bbox=120,36,121,37',
  '/counts?layers=toilets',
  '/layers',
  '/layers/toilets/items/a',
  '/layers/toilets/columns?properties=name',
  '/nearby?layer=toilets&lon=120.3&lat=36.06',
  '/search?q=zhongshan',
  '/analysis/catalogue',
] as const;

describe.each([true, false])('a database that answers without rows (encodes tiles: %s)', (hasAsMvt) => {
  it.each(ROUTES)('is unavailable at %s, as a missing answer must not read as an empty one', async (path) => {
    const service = await serve({ db: broken(hasAsMvt), catalogue: testCatalogue });
    try {
      const answer = await service.get(path);
      expect([answer.status, await answer.json()]).toEqual([
        503,
        expect.objectContaining({ code: 'database-unavailable' }),
      ]);
      expect(service.server.handler.stats().entries).toBe(0);
    } finally {
      await service.close();
    }
  });
});

describe('an empty tile', () => {
  const place = { matrixSet: 'WebMercatorQuad', tile: { z: 12, x: 3412, y: 1593 } } as const;
  const tile = (rows: readonly Row[], hasAsMvt: boolean) =>
    FEATURE_TABLE.tile({ ...fakeDatabase(() => Promise.resolve(rows)), hasAsMvt }, place, {
      layers: layers.map((layer) => ({ layer, filter: null, properties: null })),
      asOf: null,
    });
  const row = (position: number): Row => ({ position, revision: 7, fid: null, geom: null, attributes: null });

  it('has the revisions that its own statement gave', async () => {
    const made = await tile([row(1), row(2)], false);
    expect([made.bytes.length, [...made.revisions.values()]]).toEqual([0, [7, 7]]);
    const encoded = await tile([{ tile: '', revisions: '7,8' }], true);
    expect([encoded.bytes.length, [...encoded.revisions.values()]]).toEqual([0, [7, 8]]);
  });

  it('is refused where a layer has no row, or the revision of a layer is missing', async () => {
    await expect(tile([row(1)], false)).rejects.toMatchObject({ name: 'IncompleteAnswer' });
    await expect(tile([{ tile: '', revisions: '7' }], true)).rejects.toMatchObject({ name: 'IncompleteAnswer' });
    await expect(tile([{ tile: '', revisions: '7,' }], true)).rejects.toMatchObject({ name: 'IncompleteAnswer' });
  });
});

describe('a full disk', () => {
  const full = new DatabaseDiskFull({ folder: '/srv/secret-place/home', freeBytes: 300_000 });
  const answers = (sql: SqlFile): Promise<readonly Row[]> =>
    sql.name === 'layers/sql/changes' ? Promise.resolve([]) : Promise.reject(full);

  it('is reported with the folder and what is free, in both languages, but not with the path to it', async () => {
    const service = await serve({ db: fakeDatabase(answers), catalogue: testCatalogue });
    try {
      for (const [lang, words] of [
        ['zh', '磁盘已满（目录 home，剩余 0.3 MB）'],
        ['en', 'full (folder home, 0.3 MB free)'],
      ] as const) {
        const answer = await service.get(`/layers/toilets/items/a?lang=${lang}`);
        const text = await answer.text();
        expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2']);
        expect(JSON.parse(text)).toMatchObject({
          code: 'database-unavailable',
          detail: expect.stringContaining(words),
        });
        expect(text).not.toContain('secret-place');
      }
    } finally {
      await service.close();
    }
  });

  it('makes the service not ready, and it is ready again once there is room', async () => {
    let disk: DatabaseDiskFull | null = full;
    const db = { ...fakeDatabase(() => Promise.resolve([])), fullDisk: () => Promise.resolve(disk) };
    const service = await serve({ db, catalogue: testCatalogue });
    try {
      const ready = await service.get('/readyz?lang=en');
      expect([ready.status, await ready.json()]).toEqual([
        503,
        expect.objectContaining({ status: 'unavailable', problem: expect.stringContaining('0.3 MB free') }),
      ]);
      expect((await service.get('/healthz')).status).toBe(200);
      disk = null;
      expect((await service.get('/readyz')).status).toBe(200);
    } finally {
      await service.close();
    }
  });
});

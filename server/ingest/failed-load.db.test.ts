import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { onlyRow, readNumber } from '../platform/db/rows.ts';
import { sqlText } from '../platform/db/sql.ts';
import { describeDatabases } from '../testing/describe-databases.ts';
import { testCatalogue } from '../testing/layers.ts';
import { ensureLayers } from './layers.ts';
import { loadFile } from './load.ts';

const SIZE = sqlText("select pg_relation_size('feature_toilets') as bytes");

describeDatabases('a load that fails while it writes', { embedded: 'daily' }, (database) => {
  it('leaves nothing behind, on the embedded database not even the room that it took', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'chengtu-failed-'));
    await ensureLayers(database(), testCatalogue);
    const bytes = async (): Promise<number> => readNumber(onlyRow(await database().query(SIZE)), 'bytes');
    const rows = Array.from({ length: 4000 }, (_, n) => `t${String(n)},${'厕'.repeat(90)},370202,120.38,36.07`);
    const path = join(folder, 'toilets.csv');
    await writeFile(path, ['id,name,district,lon,lat', ...rows].join('\n'));
    const before = await bytes();
    const load = loadFile(database(), testCatalogue, {
      layer: 'toilets',
      path,
      datum: 'wgs84',
      replace: false,
      provenance: 'imported',
      idAttribute: null,
      ignoreUnknown: false,
      onProgress: ({ phase }) => {
        if (phase === 'searching') throw new Error('the disk is full');
      },
    });
    await expect(load).rejects.toThrow('the disk is full');
    const count = onlyRow(await database().query(sqlText('select count(*) as count from feature')));
    expect(readNumber(count, 'count')).toBe(0);
    if (database().kind === 'embedded') expect(await bytes()).toBe(before);
    await rm(folder, { recursive: true });
  });
});

/** The disk of the database is full, and has room again. Takes a file system of its own, which root can mount. */
import { spawnSync } from 'node:child_process';
import { chmodSync, closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { sqlText } from '../../../server/platform/db/sql.ts';
import { bothLanguages } from '../../../server/platform/messages/index.ts';
import { TORTURE } from '../../cli/messages/torture.ts';
import { skipped, Tally, type Attack } from '../attack.ts';
import { sufferFault } from '../faults.ts';
import { brokenInvariants, countRows, lastRevision } from '../invariants.ts';

const SIZE_MB = 900;
const LAYER = 'toilets';
const INSERT = sqlText(`
  insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
  select '${LAYER}', 'full-' || $1 || '-' || n, ST_SetSRID(ST_MakePoint(121.5, 35.6), 4326),
    jsonb_build_object('name', repeat('甲', 300), 'district', '370202'), 'torture', 'internal', 'synthetic'
  from generate_series(1, 200) as n`);

export const fullDisk: Attack = {
  name: 'full-disk',
  about: TORTURE['about-full-disk'],
  databases: ['embedded', 'server'],
  share: null,
  run: async ({ open, folder, database, defer }) => {
    const disk = join(folder, 'disk');
    mkdirSync(disk);
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE_MB}m`, 'tmpfs', disk]).status !== 0)
      return skipped(TORTURE['no-root']);
    defer(() => void spawnSync('umount', ['-l', disk]));
    const tally = new Tally();
    chmodSync(disk, 0o755);
    const site = await open({ folder: join(disk, 'site') });
    let acknowledged = await countRows(site.db, LAYER);
    const write = async (round: number): Promise<void> => {
      try {
        await site.db.query(INSERT, [String(round)]);
        acknowledged += 200;
      } catch {
        // Refused, for the want of room.
      }
    };
    for (const round of [0, 1]) {
      const revision = await lastRevision(site.db);
      await sufferFault(site.service.url, tally, round, {
        begin: async () => {
          fill(disk);
          for (let n = 0; n < 5; n += 1) await write(round * 100 + n);
        },
        end: () => rmSync(join(disk, 'filler')),
        // Nobody but PostgreSQL sees the disk of PostgreSQL, and it goes on answering what is read.
        isTold: database === 'embedded',
        lastsMs: 5000,
      });
      for (const broken of await brokenInvariants(site, [LAYER], revision)) tally.fail('lost', round, broken);
      const found = await countRows(site.db, LAYER);
      if (found !== acknowledged)
        tally.fail('lost', round, bothLanguages(TORTURE['rows-lost'], { found, acknowledged }));
      await write(round * 100 + 99);
      if ((await countRows(site.db, LAYER)) !== acknowledged || acknowledged === found)
        tally.fail('not-survived', round, TORTURE['no-writing-again']);
    }
    return tally.outcome();
  },
};

/** Leaves not a byte. */
function fill(folder: string): void {
  const file = openSync(join(folder, 'filler'), 'w');
  for (const size of [2 ** 20, 4096, 1]) {
    const bytes = Buffer.alloc(size);
    for (let isFull = false; !isFull; ) {
      try {
        writeSync(file, bytes);
      } catch {
        isFull = true;
      }
    }
  }
  closeSync(file);
}

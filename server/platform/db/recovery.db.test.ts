import { chmodSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadFile } from '../../ingest/load.ts';
import { copyEmbedded } from '../../testing/embedded-template.ts';
import { testCatalogue } from '../../testing/layers.ts';
import { createCluster } from '../../testing/postgres.ts';
import type { PostgresCluster } from '../../testing/postgres.ts';
import { makeRoles } from '../../testing/roles.ts';
import { readLock } from './embedded/lock.ts';
import { startEmbedded } from './embedded/supervisor.ts';
import { DatabaseLocked, DatabaseUnavailable } from './errors.ts';
import { migrate } from './migrate.ts';
import { openDatabase } from './pool.ts';
import { onlyRow, readNumber } from './rows.ts';
import { sqlText } from './sql.ts';
import type { Database } from './types.ts';

/** A database that tests may kill, and what they need to do so. */
interface Victim {
  readonly db: Database;
  kill(): Promise<void>;
  revive(): Promise<void>;
  remove(): Promise<void>;
}

const COUNT = sqlText('select count(*) as count from feature');

for (const [kind, open] of [
  ['embedded', openEmbedded],
  ['server', openServer],
] as const) {
  describe(`a killed database [${kind}]`, () => {
    let folder: string;
    let victim: Victim;
    const count = async () => readNumber(onlyRow(await victim.db.query(COUNT)), 'count');

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'chengtu-kill-'));
      chmodSync(folder, 0o755);
      victim = await open(folder);
      await migrate(victim.db);
    });
    afterAll(async () => {
      await victim.remove();
      await rm(folder, { recursive: true, force: true });
    });

    it('fails requests with a typed error while it is lost, and serves them again when it is back', async () => {
      const inBackground = async () => readNumber(onlyRow(await victim.db.background.query(COUNT)), 'count');
      expect(await count()).toBe(0);
      expect(await inBackground()).toBe(0);
      await victim.kill();
      await expect(settle(() => count())).rejects.toBeInstanceOf(DatabaseUnavailable);
      await expect(settle(inBackground)).rejects.toBeInstanceOf(DatabaseUnavailable);
      await victim.revive();
      await expect.poll(count).toBe(0);
      await expect.poll(inBackground).toBe(0);
    });

    it('killed in the middle of a load keeps what was there before, and nothing of the load', async () => {
      await load(victim.db, folder, 'first', 500);
      expect(await count()).toBe(500);
      const killed: Promise<void>[] = [];
      const loading = load(victim.db, folder, 'second', 20_000, (done) => {
        if (done >= 6000 && killed.length === 0) killed.push(victim.kill());
      });
      await expect(loading).rejects.toBeInstanceOf(DatabaseUnavailable);
      await Promise.all(killed);
      await victim.revive();
      await expect.poll(count).toBe(500);
      await load(victim.db, folder, 'second', 3000);
      expect(await count()).toBe(3500);
    });
  });
}

describe('an embedded database that hangs', () => {
  let home: string;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'chengtu-hang-'));
    await copyEmbedded(home);
  });
  afterAll(() => rm(home, { recursive: true, force: true }));

  it('is started again where its process is silent, and where it does not come back from a statement', async () => {
    const hangs: (string | undefined)[] = [];
    const embedded = await startEmbedded({
      home,
      whenRunning: 'fail',
      hungAfterMs: 4000,
      statementLimitMs: 5000,
      onRestart: ({ hang }) => hangs.push(hang?.kind),
    });
    const db = await openDatabase({ home, whenRunning: 'attach' });
    const one = sqlText('select 1 as one');
    const pid = embedded.pid();
    if (pid === null) throw new Error('The embedded database does not run.');
    try {
      process.kill(pid, 'SIGSTOP');
      await expect(db.query(one)).rejects.toBeInstanceOf(DatabaseUnavailable);
      await expect.poll(() => db.query(one)).toEqual([{ one: 1 }]);
      const endless = sqlText(
        'select count(*) from generate_series(1, 1000000000) a, generate_series(1, 1000000000) b',
      );
      await expect(db.query(endless)).rejects.toBeInstanceOf(DatabaseUnavailable);
      await expect.poll(() => db.query(one)).toEqual([{ one: 1 }]);
      expect(hangs).toEqual(expect.arrayContaining(['silent', 'statement']));
    } finally {
      await db.close();
      await embedded.close();
    }
  });
});

describe('the embedded database of a home', () => {
  let home: string;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'chengtu-home-'));
    await copyEmbedded(home);
  });
  afterAll(() => rm(home, { recursive: true, force: true }));

  it('is refused to a second owner, can be attached to, and takes over the lock of a dead one', async () => {
    await writeFile(
      join(home, 'database.lock'),
      JSON.stringify({ pid: 2 ** 22 + 1, startedAt: '1', parent: 1, socketFolder: home }),
    );
    const owner = await openDatabase({ home });
    try {
      await expect(openDatabase({ home })).rejects.toBeInstanceOf(DatabaseLocked);
      const guest = await openDatabase({ home, whenRunning: 'attach' });
      // Both connections share one session; their statements must not mix.
      const one = { name: 'one', text: 'select $1::int as n' };
      const answers = await Promise.all(
        Array.from({ length: 200 }, async (_, n) =>
          readNumber(onlyRow(await (n % 2 === 0 ? owner : guest).query(one, [n])), 'n'),
        ),
      );
      expect(answers).toEqual(Array.from({ length: 200 }, (_, n) => n));
      await guest.close();
      expect(onlyRow(await owner.query(one, [7]))).toEqual({ n: 7 });
    } finally {
      await owner.close();
    }
    expect(await readLock(home)).toBeNull();
  });
});

async function openEmbedded(folder: string): Promise<Victim> {
  const home = join(folder, 'home');
  await copyEmbedded(home);
  const db = await openDatabase({ home });
  return {
    db,
    kill: async () => {
      const holder = await readLock(home);
      if (holder === null) throw new Error('The embedded database does not run.');
      process.kill(holder.pid, 'SIGKILL');
    },
    // Its supervisor starts it again.
    revive: () => Promise.resolve(),
    remove: () => db.close(),
  };
}

async function openServer(folder: string): Promise<Victim> {
  const cluster: PostgresCluster = await createCluster(join(folder, 'postgres'));
  const { ownerUrl } = await makeRoles(cluster.url, 'killed');
  const db = await openDatabase({ home: folder, url: ownerUrl });
  return {
    db,
    kill: () => cluster.stop('immediate'),
    revive: () => cluster.start(),
    remove: async () => {
      await db.close();
      await cluster.remove();
    },
  };
}

async function load(
  db: Database,
  folder: string,
  name: string,
  features: number,
  onWritten: (done: number) => void = () => undefined,
): Promise<void> {
  const path = join(folder, `${name}.csv`);
  const lines = Array.from({ length: features }, (_, n) => `${name}-${n},甲${n},120.${10_000 + n},36.06,370202`);
  await writeFile(path, ['id,name,lon,lat,district', ...lines].join('\n'));
  await loadFile(db, testCatalogue, {
    layer: 'toilets',
    path,
    datum: 'wgs84',
    replace: false,
    provenance: 'imported',
    idAttribute: null,
    ignoreUnknown: false,
    onProgress: ({ phase, done }) => {
      if (phase === 'writing') onWritten(done);
    },
  });
}

/** A killed process takes a moment to be noticed: asks until it fails. */
async function settle<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    await ask();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

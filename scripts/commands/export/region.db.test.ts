import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { loadCatalogue } from '../../../server/layers/catalogue.ts';
import { openSuite } from '../../../server/testing/databases.ts';
import { randomFrom } from '../../../server/testing/edits.ts';
import { insertFixtures } from '../../../server/testing/fixtures.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

interface Run {
  readonly status: number | null;
  readonly output: string;
}

it('an export that is killed goes on, and ends with the bytes of one that was not', async () => {
  const db = await openSuite('server', 'killed-export');
  const folder = await mkdtemp(join(tmpdir(), 'chengtu-killed-'));
  onTestFinished(async () => {
    await db.close();
    await rm(folder, { recursive: true, force: true });
  });
  await insertFixtures(db, await loadCatalogue());

  /** Kills the process so long after it has begun to make tiles; null lets it end. */
  async function run(to: string, home: string, killAfterMs: number | null): Promise<Run> {
    const args = ['--to', join(folder, to), '--layers', 'toilets,roads+districts', '--maxzoom', '12'];
    const child = spawn(process.execPath, ['server/run.mjs', 'scripts/commands/export-tiles.ts', ...args], {
      cwd: ROOT,
      env: {
        ...process.env,
        DATABASE_URL: db.url,
        DATABASE_SCHEMA: db.schema,
        CHENGTU_HOME: join(folder, home),
        CHENGTU_LANG: 'en',
      },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()));
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    if (killAfterMs !== null) {
      const files = (): Promise<string[]> => readdir(join(folder, home), { recursive: true }).catch(() => []);
      const known = new Set(await files());
      const isEnded = ended.then(() => true);
      while (!(await files()).some((file) => file.endsWith('.tiles') && !known.has(file)))
        if (await Promise.race([isEnded, pause(5, false)])) break;
      await Promise.race([isEnded, pause(killAfterMs)]);
      child.kill('SIGKILL');
    }
    return { status: await ended, output };
  }

  const published = async (to: string): Promise<ReadonlyMap<string, string>> => {
    const files = (await readdir(join(folder, to), { recursive: true })).filter((file) =>
      /\.(pmtiles|json)$/.test(file),
    );
    return new Map(
      await Promise.all(
        files.sort().map(async (file) => [file, (await readFile(join(folder, to, file))).toString('base64')] as const),
      ),
    );
  };

  const undisturbed = await run('undisturbed', 'home-a', null);
  expect(undisturbed).toMatchObject({ status: 0, output: expect.stringContaining('2 archives made') });
  const random = randomFrom(17);
  let kills = 0;
  for (let last: Run | null = null; last?.status !== 0; ) {
    last = await run('killed', 'home-b', kills < 4 ? random() * 250 : null);
    if (last.status === null) {
      kills += 1;
      // Nothing is published before all is stored.
      expect((await readdir(join(folder, 'killed')).catch((): string[] => [])).includes('manifest.json')).toBe(false);
    } else expect(last, last.output).toMatchObject({ status: 0 });
  }
  expect(kills).toBeGreaterThan(0);
  expect(await published('killed')).toEqual(await published('undisturbed'));
  const again = await run('killed', 'home-b', null);
  expect(again.output).toContain('2 unchanged');
});

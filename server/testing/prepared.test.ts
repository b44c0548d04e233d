import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashOf, prepared } from './prepared.ts';

describe('what tests prepare', () => {
  let cache: string;
  beforeEach(async () => {
    cache = await mkdtemp(join(tmpdir(), 'chengtu-prepared-'));
  });
  afterEach(() => rm(cache, { recursive: true }));

  const make = async (folder: string): Promise<void> => {
    await appendFile(join(cache, 'made'), 'x');
    await writeFile(join(folder, 'content'), 'whole');
  };
  const ask = (key: string) => prepared({ name: 'thing', key, make, cache });
  const timesMade = async () => (await readFile(join(cache, 'made'), 'utf8')).length;

  it('is made once a key, whoever asks', async () => {
    const [first, second] = await Promise.all([ask('a'), ask('a')]);
    expect(first).toBe(second);
    expect(await ask('a')).toBe(first);
    expect(await readFile(join(first, 'content'), 'utf8')).toBe('whole');
    expect(await timesMade()).toBe(1);
    expect(await ask('b')).not.toBe(first);
    expect(await timesMade()).toBe(2);
  });

  it('is made by one of several processes, and the others wait for it', async () => {
    const script = `
      const { prepared } = await import(${JSON.stringify(new URL('./prepared.ts', import.meta.url).href)});
      const { appendFile, writeFile } = await import('node:fs/promises');
      const cache = ${JSON.stringify(cache)};
      const folder = await prepared({ name: 'thing', key: 'a', cache, make: async (part) => {
        await appendFile(cache + '/made', 'x');
        // So that the others are likely to ask meanwhile; what is expected holds also where they do not.
        await new Promise((resolve) => setTimeout(resolve, 300));
        await writeFile(part + '/content', 'whole');
      } });
      await appendFile(cache + '/seen', folder + '\\n');`;
    const statuses = await Promise.all(
      [1, 2, 3].map(
        () =>
          new Promise((resolve, reject) => {
            const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
              stdio: ['ignore', 'ignore', 'inherit'],
            });
            child.once('error', reject).once('exit', resolve);
          }),
      ),
    );
    expect(statuses).toEqual([0, 0, 0]);
    expect(await timesMade()).toBe(1);
    expect(new Set((await readFile(join(cache, 'seen'), 'utf8')).trim().split('\n')).size).toBe(1);
  });

  it('is made anew where a process was killed in the middle, and where making it failed', async () => {
    await mkdir(join(cache, 'thing-a.1.part'));
    await writeFile(join(cache, 'thing-a.1.part', 'half'), '');
    await mkdir(join(cache, 'thing-a.lock'));
    // A process id that no system gives.
    const dead = { pid: 2 ** 22 + 1, startedAt: '1', parent: 1, socketFolder: '' };
    await writeFile(join(cache, 'thing-a.lock', 'database.lock'), JSON.stringify(dead));
    await expect(
      prepared({ name: 'thing', key: 'a', cache, make: () => Promise.reject(new Error('no space')) }),
    ).rejects.toThrow('no space');
    expect(await readdir(await ask('a'))).toEqual(['content']);
  });

  it('is removed once nothing has used it for days', async () => {
    const old = await ask('old');
    const recent = await ask('recent');
    const long = new Date(Date.now() - 30 * 24 * 3_600_000);
    await utimes(old, long, long);
    await ask('new');
    expect([existsSync(old), existsSync(recent)]).toEqual([false, true]);
  });
});

describe('the hash of what something is made from', () => {
  it('is that of files, folders and texts, in any order of files', async () => {
    const hash = await hashOf(['data/migrations', 'package.json'], '1');
    expect(await hashOf(['package.json', 'data/migrations'], '1')).toBe(hash);
    expect(await hashOf(['data/migrations', 'package.json'], '2')).not.toBe(hash);
    expect(await hashOf(['data/migrations'], '1')).not.toBe(hash);
    expect(await hashOf(['data/migrations', 'package.json', 'data/not-there'], '1')).toBe(hash);
  });
});

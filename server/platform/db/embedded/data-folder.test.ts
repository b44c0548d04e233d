import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ENGINE_RELEASE, prepareDataFolder } from './data-folder.ts';

describe('the data folder of the embedded database', () => {
  let home: string;
  const at = (...names: readonly string[]): string => join(home, 'pgdata', ...names);
  const fill = async (files: Readonly<Record<string, string | Buffer>>): Promise<void> => {
    for (const [name, content] of Object.entries(files)) {
      await mkdir(dirname(at(name)), { recursive: true });
      await writeFile(at(name), content);
    }
  };
  const whole = { PG_VERSION: `${ENGINE_RELEASE}\n`, 'global/pg_control': Buffer.alloc(8192, 7), 'base/1/2': 'data' };

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'chengtu-data-'));
  });
  afterEach(() => rm(home, { recursive: true }));

  it('is left as it is where it is whole', async () => {
    await fill(whole);
    await (await prepareDataFolder(home))();
    expect(await readFile(at('base/1/2'), 'utf8')).toBe('data');
    expect(await readdir(home)).toEqual(['pgdata']);
  });

  it.each([
    ['PG_VERSION', 'missing', (path: string) => rm(path)],
    ['PG_VERSION', 'overwritten', (path: string) => truncate(path, 0)],
    ['PG_VERSION', 'overwritten', (path: string) => writeFile(path, '\0\0\0')],
    ['PG_VERSION', 'other-release', (path: string) => writeFile(path, '17\n')],
    ['global/pg_control', 'missing', (path: string) => rm(path)],
    ['global/pg_control', 'cut-off', (path: string) => truncate(path, 100)],
    ['global/pg_control', 'overwritten', (path: string) => writeFile(path, Buffer.alloc(8192))],
  ] as const)('is refused where %s is %s, and nothing is removed', async (name, damage, harm) => {
    await fill(whole);
    await harm(at(name));
    await expect(prepareDataFolder(home)).rejects.toMatchObject({
      name: 'DatabaseDamaged',
      folder: join(home, 'pgdata'),
      path: at(name),
      damage,
    });
    expect(await readFile(at('base/1/2'), 'utf8')).toBe('data');
  });

  it('is begun anew where a first start was ended in the middle', async () => {
    const finish = await prepareDataFolder(home);
    await fill({ 'base/1/2': 'half' });
    await prepareDataFolder(home);
    expect(await readdir(home)).toEqual(['pgdata.begun']);
    await fill(whole);
    await finish();
    await rm(at('PG_VERSION'));
    await expect(prepareDataFolder(home)).rejects.toMatchObject({ damage: 'missing' });
  });

  it('may be empty', async () => {
    await mkdir(at());
    await (await prepareDataFolder(home))();
    expect(await readdir(home)).toEqual([]);
  });
});

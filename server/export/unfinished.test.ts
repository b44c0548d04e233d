import { appendFile, copyFile, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openUnfinished, removeUnfinished, UnfinishedArchive, type UnfinishedTiles } from './unfinished.ts';

const STATE = { recipe: 'r', state: { toilets: { revision: 7 } } };
const bytesOf = (id: number): Buffer => Buffer.from(`tile ${String(id % 7)}`);
const isEmpty = (id: number): boolean => id % 5 === 0;

describe('an archive that was not finished', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chengtu-unfinished-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** Tiles 0, 2, 4, …, put on the disk after every tenth, as they lie there when the process is killed. */
  async function killed(count: number): Promise<void> {
    const archive = await UnfinishedArchive.create(folder, 'a', STATE);
    for (let n = 0; n < count; n += 1) {
      await archive.add(2 * n, isEmpty(2 * n) ? null : bytesOf(2 * n));
      if (n % 10 === 9) await archive.flush();
    }
    await archive.close();
  }

  const only = async (): Promise<UnfinishedTiles> => {
    const [found, ...others] = await openUnfinished(folder, 'a');
    if (found === undefined || others.length > 0) throw new Error(`${String(others.length)} others.`);
    return found;
  };

  const expectTiles = async ({ lastId, read }: UnfinishedTiles): Promise<void> => {
    for (let id = 0; id <= lastId; id += 1)
      expect(await read(id), String(id)).toEqual(id % 2 === 1 || isEmpty(id) ? null : bytesOf(id));
  };

  it('gives back what was on the disk, and what it is of', async () => {
    await killed(40);
    const found = await only();
    expect(found).toMatchObject({ state: STATE, lastId: 78 });
    await expectTiles(found);
    expect([...found.idsWithin(10, 20)]).toEqual([12, 14, 16, 18]);
    await found.close();
  });

  it('is taken as far as it is whole, wherever its files were cut or damaged', async () => {
    await killed(40);
    const names = ['a.1.journal', 'a.1.tiles'];
    await Promise.all(names.map((name) => copyFile(join(folder, name), join(folder, `whole-${name}`))));
    const lengths = await Promise.all(names.map(async (name) => (await readFile(join(folder, name))).length));
    await fc.assert(
      fc.asyncProperty(fc.nat(1), fc.nat(), fc.boolean(), async (which, place, isCut) => {
        const path = join(folder, names[which] ?? '');
        const at = place % (lengths[which] ?? 1);
        if (isCut) await truncate(path, at);
        else {
          const bytes = await readFile(path);
          bytes[at] = (bytes[at] ?? 0) ^ 0x55;
          await writeFile(path, bytes);
        }
        const found = await only();
        expect([-1, 18, 38, 58, 78]).toContain(found.lastId);
        await expectTiles(found);
        await found.close();
        await Promise.all(names.map((name) => copyFile(join(folder, `whole-${name}`), join(folder, name))));
      }),
      { seed: 5, numRuns: 60 },
    );
    await appendFile(join(folder, 'a.1.journal'), 'half a batch');
    const found = await only();
    expect(found.lastId).toBe(78);
    await found.close();
  });

  it('is none where the process was killed before it had begun', async () => {
    await writeFile(join(folder, 'a.1.tiles'), '');
    expect(await openUnfinished(folder, 'a')).toEqual([]);
    await killed(10);
    expect((await readdir(folder)).sort()).toEqual(['a.1.tiles', 'a.2.journal', 'a.2.json', 'a.2.tiles']);
  });

  it('is not taken for another one, and is gone once it is removed', async () => {
    await killed(10);
    await killed(20);
    await writeFile(join(folder, 'a.b.1.tiles'), '');
    const found = await openUnfinished(folder, 'a');
    expect(found.map(({ lastId }) => lastId).sort()).toEqual([18, 38]);
    for (const each of found) await each.close();
    await removeUnfinished(folder, 'a');
    expect(await readdir(folder)).toEqual(['a.b.1.tiles']);
  });
});

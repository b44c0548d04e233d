import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ArchiveFile } from '../archive-file.ts';
import { NotAnArchive, openArchive } from './reader.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chengtu-reader-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const textOf = (id: number): string => (id % 4 === 0 ? 'sea' : `tile ${String(id)}`);

it.each([50, 20_000])(
  'an archive of %i tiles gives each of them back, and none that it does not have',
  async (count) => {
    const path = join(folder, `${String(count)}.pmtiles`);
    const file = await ArchiveFile.create(path, false);
    const ids = Array.from({ length: count }, (_, n) => 3 * n + (n % 2));
    for (const id of ids) await file.add(id, gzipSync(textOf(id)));
    await file.finish({ minzoom: 0, maxzoom: 12, bounds: [0, 0, 1, 1], center: [0, 0, 0], metadata: {} });
    const archive = await openArchive(path);
    const step = count > 1000 ? 97 : 1;
    for (let n = 0; n < count; n += step) {
      const id = ids[n] ?? 0;
      expect(await archive.read(id)).toEqual(gzipSync(textOf(id)));
      expect(await archive.read(id + 1)).toBeNull();
    }
    expect([...archive.idsWithin(0, Infinity)]).toEqual(ids);
    expect([...archive.idsWithin(31, 61)]).toEqual(ids.filter((id) => id >= 31 && id < 61));
    await archive.close();
  },
);

it('what is no archive is refused', async () => {
  const path = join(folder, 'other.pmtiles');
  await writeFile(path, 'x'.repeat(500));
  await expect(openArchive(path)).rejects.toThrow(NotAnArchive);
  const whole = await readFile(join(folder, '50.pmtiles'));
  await writeFile(path, whole.subarray(0, 100));
  await expect(openArchive(path)).rejects.toThrow(NotAnArchive);
});

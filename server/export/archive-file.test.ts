import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { PMTiles } from 'pmtiles';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runs } from '../testing/effort.ts';
import { tileOfId } from './pmtiles/tile-id.ts';
import { archiveSource, storedTiles } from '../testing/archive.ts';
import { ArchiveExists, ArchiveFile } from './archive-file.ts';

const DESCRIPTION = {
  minzoom: 0,
  maxzoom: 6,
  bounds: [119, 35, 122, 38],
  center: [120, 36, 3],
  metadata: { name: '城' },
} as const;

let folder: string;
let out: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chengtu-archive-'));
  out = join(folder, 'city.pmtiles');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const IDS = runs({ daily: 1000, full: 4000 });

/** Tiles of 0 to 40 KB, so that they are written in several parts; every seventh alike. */
const tile = (id: number): Buffer =>
  gzipSync(Buffer.from((id % 7 === 0 ? 'sea' : `tile ${String(id)}`).repeat(1 + (id % 5) * 10)), { level: 0 });

describe('an archive being written', () => {
  it('appears whole under its name, and nothing else is left', async () => {
    const file = await ArchiveFile.create(out, false);
    for (let id = 0; id < IDS; id += 2) await file.add(id, tile(id));
    expect(await readdir(folder)).not.toContain('city.pmtiles');
    const finished = await file.finish(DESCRIPTION);
    expect(await readdir(folder)).toEqual(['city.pmtiles']);
    const bytes = await readFile(out);
    expect(finished).toMatchObject({ tiles: IDS / 2, distinct: file.distinctCount, bytes: bytes.length });
    expect(file.distinctCount).toBeLessThan(IDS / 2);
    const reader = storedTiles(bytes);
    for (let id = 0; id < IDS; id += 1) {
      const { z, x, y } = tileOfId(id);
      const found = await reader.getZxy(z, x, y);
      expect(found === undefined ? null : Buffer.from(found.data)).toEqual(id % 2 === 0 ? tile(id) : null);
    }
    expect(await new PMTiles(archiveSource(bytes)).getMetadata()).toEqual({ name: '城' });
  });

  it('leaves nothing when it is given up', async () => {
    const file = await ArchiveFile.create(out, false);
    await file.add(1, tile(1));
    expect(await readdir(folder)).toHaveLength(1);
    await file.discard();
    expect(await readdir(folder)).toEqual([]);
  });

  it('leaves nothing when it cannot be put together', async () => {
    const file = await ArchiveFile.create(out, false);
    await expect(file.finish(DESCRIPTION)).rejects.toThrow(RangeError);
    await file.discard();
    expect(await readdir(folder)).toEqual([]);
  });

  it('takes no name that is taken, at its start or since, unless it may replace', async () => {
    const early = await ArchiveFile.create(out, false);
    await early.add(1, tile(1));
    await writeFile(out, 'mine');
    await expect(ArchiveFile.create(out, false)).rejects.toThrow(ArchiveExists);
    await expect(early.finish(DESCRIPTION)).rejects.toThrow(ArchiveExists);
    await early.discard();
    expect(await readdir(folder)).toEqual(['city.pmtiles']);
    expect(await readFile(out, 'utf8')).toBe('mine');
    const replacing = await ArchiveFile.create(out, true);
    await replacing.add(1, tile(1));
    expect(await readFile(out, 'utf8')).toBe('mine');
    await replacing.finish(DESCRIPTION);
    expect((await readFile(out)).subarray(0, 7).toString()).toBe('PMTiles');
  });

  it('never replaces a folder', async () => {
    await mkdir(out);
    await expect(ArchiveFile.create(out, true)).rejects.toThrow(expect.objectContaining({ isPlainFile: false }));
  });

  it('says where there is no folder to write to', async () => {
    await expect(ArchiveFile.create(join(folder, 'none', 'city.pmtiles'), false)).rejects.toThrow(
      expect.objectContaining({ code: 'ENOENT' }),
    );
  });
});

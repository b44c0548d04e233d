import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileExists, PartFile, type FilePlace } from './part-file.ts';

class Exists extends FileExists {
  override readonly name = 'Exists';
}

let folder: string;
let place: FilePlace;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chengtu-part-'));
  place = { path: join(folder, 'thing'), mayReplace: false, Exists };
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a file being written', () => {
  it('appears under its name at the end, for those who may read it', async () => {
    const exits = process.listenerCount('exit');
    const file = await PartFile.create(place, 0o600);
    await file.handle.appendFile('all of it');
    expect(await readdir(folder)).toEqual([expect.stringMatching(/^\.thing\.[0-9a-f]{12}\.part$/)]);
    await file.finish();
    expect(await readdir(folder)).toEqual(['thing']);
    expect([await readFile(place.path, 'utf8'), (await stat(place.path)).mode & 0o777]).toEqual(['all of it', 0o600]);
    expect(process.listenerCount('exit')).toBe(exits);
  });

  it('replaces nothing that was there or has come since, unless it may', async () => {
    const file = await PartFile.create(place);
    await writeFile(place.path, 'mine');
    await expect(PartFile.create(place)).rejects.toThrow(Exists);
    await expect(file.finish()).rejects.toThrow(expect.objectContaining({ name: 'Exists', isPlainFile: true }));
    await file.discard();
    expect([await readdir(folder), await readFile(place.path, 'utf8')]).toEqual([['thing'], 'mine']);
    await (await PartFile.create({ ...place, mayReplace: true })).finish();
    expect(await readFile(place.path, 'utf8')).toBe('');
  });

  it('never replaces a folder', async () => {
    await mkdir(place.path);
    await expect(PartFile.create({ ...place, mayReplace: true })).rejects.toMatchObject({ isPlainFile: false });
    expect(await readdir(folder)).toEqual(['thing']);
  });
});

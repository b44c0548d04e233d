import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { PMTiles, type RangeResponse, type Source } from 'pmtiles';
import { describe, expect, it } from 'vitest';
import { ArchiveContents } from './contents.ts';
import { buildDirectories, ROOT_MAX_LENGTH, type Directories } from './directory.ts';
import { serializeHeader } from './header.ts';
import { firstTileId, tileOfId } from './tile-id.ts';

const gzip = (bytes: Uint8Array): Uint8Array => gzipSync(bytes);

/** An archive in memory, as `pmtiles` reads it; counts what it fetches. */
class Archive implements Source {
  readonly fetched: { readonly offset: number; readonly length: number }[] = [];
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  getKey(): string {
    return 'archive';
  }

  getBytes(offset: number, length: number): Promise<RangeResponse> {
    this.fetched.push({ offset, length });
    return Promise.resolve({ data: Uint8Array.from(this.bytes.subarray(offset, offset + length)).buffer });
  }
}

/** Tiles by id → an archive, and what its parts are. */
function archiveOf(tiles: readonly (readonly [id: number, text: string])[]): {
  readonly archive: Archive;
  readonly contents: ArchiveContents;
  readonly directories: Directories;
} {
  const contents = new ArchiveContents();
  const data: Uint8Array[] = [];
  for (const [id, text] of tiles) {
    const bytes = gzip(Buffer.from(text));
    if (contents.add(id, text, bytes.length)) data.push(bytes);
  }
  const directories = buildDirectories(contents.entries, gzip);
  const metadata = gzip(Buffer.from('{"name":"城"}'));
  const { root, leaves } = directories;
  const header = serializeHeader({
    rootLength: root.length,
    metadataLength: metadata.length,
    leavesLength: leaves.length,
    dataLength: contents.dataLength,
    tileCount: contents.tileCount,
    entryCount: contents.entries.length,
    distinctCount: contents.distinctCount,
    minzoom: 0,
    maxzoom: 12,
    bounds: [119.5, 35.5, 121.25, 37.125],
    center: [120.38, 36.07, 9],
  });
  return { archive: new Archive(Buffer.concat([header, root, metadata, leaves, ...data])), contents, directories };
}

async function textOf(reader: PMTiles, id: number): Promise<string | null> {
  const { z, x, y } = tileOfId(id);
  const tile = await reader.getZxy(z, x, y);
  return tile === undefined ? null : Buffer.from(tile.data).toString();
}

describe('an archive', () => {
  it('gives every tile back, and none that it does not have', async () => {
    const tile = fc
      .tuple(fc.nat(4000), fc.constantFrom('a', 'b', 'c', 'longer'))
      .map(([id, text]) => [id, text] as const);
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(tile, { minLength: 1, maxLength: 200, selector: ([id]) => id }),
        async (tiles) => {
          const sorted = [...tiles].sort(([a], [b]) => a - b);
          const { archive, contents } = archiveOf(sorted);
          const reader = new PMTiles(archive);
          for (const [id, text] of sorted) expect(await textOf(reader, id)).toBe(text);
          const ids = new Set(sorted.map(([id]) => id));
          for (let id = 0; id < 4000; id += 37) if (!ids.has(id)) expect(await textOf(reader, id)).toBeNull();
          expect(contents.distinctCount).toBe(new Set(sorted.map(([, text]) => text)).size);
          expect(contents.tileCount).toBe(sorted.length);
        },
      ),
      { seed: 3, numRuns: 50 },
    );
  });

  it('says in its header what it is', async () => {
    const { archive } = archiveOf([
      [0, 'a'],
      [1, 'b'],
      [2, 'b'],
      [3, 'b'],
      [9, 'b'],
      [10, 'c'],
    ]);
    const header = await new PMTiles(archive).getHeader();
    expect(header).toMatchObject({
      specVersion: 3,
      clustered: true,
      internalCompression: 2,
      tileCompression: 2,
      tileType: 1,
      minZoom: 0,
      maxZoom: 12,
      minLon: 119.5,
      minLat: 35.5,
      maxLon: 121.25,
      maxLat: 37.125,
      centerZoom: 9,
      centerLon: 120.38,
      centerLat: 36.07,
      numAddressedTiles: 6,
      numTileEntries: 4,
      numTileContents: 3,
      rootDirectoryOffset: 127,
    });
    expect(header.tileDataOffset + (header.tileDataLength ?? 0)).toBe(archive.bytes.length);
    expect(await new PMTiles(archive).getMetadata()).toEqual({ name: '城' });
  });

  it('keeps the same bytes once, and a run of them as one entry', () => {
    const { contents } = archiveOf([
      [5, 'sea'],
      [6, 'sea'],
      [7, 'land'],
      [8, 'sea'],
      [9, 'sea'],
      [11, 'sea'],
    ]);
    const entries = Array.from({ length: contents.entries.length }, (_, index) => contents.entries.at(index));
    expect(entries.map(({ tileId, runLength, offset }) => [tileId, runLength, offset === 0])).toEqual([
      [5, 2, true],
      [7, 1, false],
      [8, 2, true],
      [11, 1, true],
    ]);
    expect(contents.dataLength).toBe(gzip(Buffer.from('sea')).length + gzip(Buffer.from('land')).length);
  });

  it('takes tiles in the order of their ids only, and none without bytes', () => {
    const contents = new ArchiveContents();
    contents.add(5, 'a', 1);
    expect(() => contents.add(5, 'b', 1)).toThrow(RangeError);
    expect(() => contents.add(4, 'b', 1)).toThrow(RangeError);
    expect(() => contents.add(6, 'b', 0)).toThrow(RangeError);
  });
});

describe('the directories of a large archive', () => {
  // Gaps and lengths without a pattern, so that they hardly compress.
  let seed = 3;
  const random = (limit: number): number => {
    seed = (seed * 1103515245 + 12345) % 2 ** 31;
    return Math.floor((seed / 2 ** 31) * limit);
  };
  const contents = new ArchiveContents();
  const first = firstTileId(22);
  const ids: number[] = [];
  for (let n = 0, id = first; n < 120_000; n += 1) {
    id += 1 + random(5000);
    ids.push(id);
    contents.add(id, String(n), 200 + random(100_000));
  }
  const directories = buildDirectories(contents.entries, gzip);

  it('are a root short enough for the first request, and leaves', () => {
    expect(directories.root.length).toBeLessThanOrEqual(ROOT_MAX_LENGTH);
    expect(directories.leafCount).toBeGreaterThan(1);
    expect(directories.leaves.length).toBeGreaterThan(ROOT_MAX_LENGTH);
  });

  it('lead to every tile by the root and one leaf', async () => {
    const header = serializeHeader({
      rootLength: directories.root.length,
      metadataLength: 0,
      leavesLength: directories.leaves.length,
      dataLength: contents.dataLength,
      tileCount: contents.tileCount,
      entryCount: contents.entries.length,
      distinctCount: contents.distinctCount,
      minzoom: 22,
      maxzoom: 22,
      bounds: [-180, -85, 180, 85],
      center: [0, 0, 22],
    });
    // The tiles themselves are left out: what counts is where they are looked for.
    const archive = new Archive(Buffer.concat([header, directories.root, directories.leaves]));
    const dataOffset = archive.bytes.length;
    for (let n = 0; n < contents.entries.length; n += 7919) {
      archive.fetched.length = 0;
      // A reader of its own for each tile, as readers keep directories.
      const reader = new PMTiles(archive);
      const { z, x, y } = tileOfId(ids[n] ?? 0);
      await reader.getZxy(z, x, y).catch(() => undefined);
      const { offset, length } = contents.entries.at(n);
      expect(archive.fetched).toHaveLength(3);
      expect(archive.fetched[2]).toEqual({ offset: dataOffset + offset, length });
    }
  });

  it('have larger leaves where those of the usual size would be too many for the root', () => {
    const many = new ArchiveContents();
    for (let n = 0; n < 200_000; n += 1) many.add(2 * n, String(n), 1000);
    // A root of so few leaves is short, and is made long: leaves have more bytes than it.
    const lengthening = (bytes: Uint8Array): Uint8Array =>
      bytes.length < 2000 ? Buffer.concat([bytes, new Uint8Array(bytes.length * 50)]) : bytes;
    const built = buildDirectories(many.entries, lengthening);
    expect(built.root.length).toBeLessThanOrEqual(ROOT_MAX_LENGTH);
    expect(built.leafCount).toBeGreaterThan(1);
    expect(built.leafCount).toBeLessThan(Math.ceil(200_000 / 4096));
  });

  it('are refused where there is no tile', () => {
    expect(() => buildDirectories(new ArchiveContents().entries, gzip)).toThrow(RangeError);
  });
});

it('the root directory can be read by hand', () => {
  const { directories } = archiveOf([
    [5, 'x'],
    [6, 'x'],
    [300, 'yy'],
  ]);
  const length = gzip(Buffer.from('x')).length;
  expect([...gunzipSync(directories.root)]).toEqual([
    2,
    5,
    0xa7,
    0x02,
    2,
    1,
    length,
    gzip(Buffer.from('yy')).length,
    1,
    0,
  ]);
});

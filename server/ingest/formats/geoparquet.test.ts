import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FILE_FORMATS } from '../../formats/formats.ts';
import { bytesOf, describe as describeFile, HARD, hardLayer, pagesOf } from '../../testing/feature-files.ts';
import { readFeatures, readSourceFile, type ReadOptions } from '../read-file.ts';
import type { SourceFile } from '../types.ts';

/** Written by GeoPandas, PyArrow and DuckDB: `make.py` beside them says how. */
const FIXTURES = fileURLToPath(new URL('../../../data/fixtures/load/formats/parquet/', import.meta.url));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chengtu-geoparquet-'));
});
afterAll(() => rm(folder, { recursive: true }));

const read = (name: string, options: Partial<ReadOptions> = {}): Promise<SourceFile> =>
  readSourceFile(name.startsWith('/') ? name : join(FIXTURES, name), { idAttribute: null, ...options });
const errors = async (file: Promise<SourceFile>): Promise<unknown[]> =>
  (await file).errors.map(({ message, feature, params }) => [message, feature, params]);

interface Feature {
  readonly number: number;
  readonly id: string | null;
  readonly geometry: { readonly type: string; readonly coordinates: unknown } | null;
  readonly properties: Readonly<Record<string, unknown>>;
}
const featuresOf = async (name: string, options: Partial<ReadOptions> = {}): Promise<readonly Feature[]> => {
  const file = await read(name, options);
  expect(file.errors).toEqual([]);
  return file.features as readonly Feature[];
};
const original = (name: string): Promise<readonly Feature[]> => featuresOf(join(FIXTURES, '..', `${name}.geojson`));
const plain = (features: readonly Feature[]): unknown[] =>
  features.map(({ id, geometry, properties }) => ({ id, geometry, properties }));

describe('a GeoParquet', () => {
  it.each(['points', 'lines', 'areas'])('of %s has the same features, in well-known binary', async (name) => {
    expect(plain(await featuresOf(`${name}-wkb.parquet`))).toEqual(plain(await original(name)));
  });

  it.each(['points', 'lines', 'areas'])('of %s has the same geometries, in lists of positions', async (name) => {
    const parts = (await original(name)).flatMap(({ geometry }) => {
      const { type, coordinates } = geometry as NonNullable<Feature['geometry']>;
      if (!type.startsWith('Multi')) return [geometry];
      return (coordinates as unknown[]).map((each) => ({ type: type.slice('Multi'.length), coordinates: each }));
    });
    const found = await featuresOf(`${name}-geoarrow.parquet`);
    expect(found.map(({ geometry }) => geometry)).toEqual(parts);
    expect(Object.keys(found[0]?.properties ?? {})).not.toContain('bbox.xmin');
  });

  it.each(['snappy', 'gzip', 'brotli', 'zstd', 'uncompressed', 'groups', 'duckdb'])(
    'is read as %s writes it',
    async (name) => {
      const [found, wanted] = [await featuresOf(`points-${name}.parquet`), await original('points')];
      const named = ({ id, geometry, properties: { name: title } }: Feature): unknown => ({ id, geometry, title });
      expect(found.map(named)).toEqual(wanted.map(named));
    },
  );

  it('in another system becomes longitude and latitude; one that nobody can place is refused', async () => {
    const [found, wanted] = [await featuresOf('points-cgcs2000.parquet'), await original('points')];
    for (const [nth, { geometry }] of found.entries())
      for (const axis of [0, 1])
        expect((geometry?.coordinates as number[])[axis]).toBeCloseTo(
          (wanted[nth]?.geometry?.coordinates as number[])[axis] as number,
          8,
        );
    expect(await errors(read('points-beijing54.parquet'))).toEqual([['crs-unknown', 0, { crs: 'Beijing 1954' }]]);
    expect(plain(await featuresOf('points-beijing54.parquet', { crs: 'EPSG:4326' }))).toEqual(plain(wanted));
    expect(plain(await featuresOf('points-no-crs.parquet'))).toEqual(plain(wanted));
  });

  it('may miss geometries', async () => {
    const found = await featuresOf('points-missing.parquet');
    expect(found.map(({ geometry }) => geometry?.type ?? null)).toEqual(['Point', null, null]);
  });

  it('of structs and lists has their members, and values of every type', async () => {
    const { features, errors: wrong } = await read('overture.parquet');
    expect(wrong).toEqual([]);
    expect(plain(features as readonly Feature[])).toEqual([
      {
        id: 'a',
        geometry: { type: 'Point', coordinates: [120.38, 36.067] },
        properties: {
          'names.primary': '五四广场',
          'names.common': '{"en":"May Fourth Square"}',
          'names.rules': '[{"variant":"short","value":"五四"}]',
          'categories.primary': 'park',
          'categories.alternate': '["square","monument"]',
          large: '9007199254740993',
          unsigned: '18446744073709551615',
          small: -5,
          share: 0.1,
          price: 12.3,
          open: true,
          built: '2024-02-29',
          seen: '2026-11-30T00:15:30.250Z',
          local: '2026-11-30T08:15:30.000',
          opens: '08:30:00',
          kind: '街道',
          picture: null,
        },
      },
      {
        id: 'b',
        geometry: null,
        properties: expect.objectContaining({
          'names.rules': '[]',
          large: '-9223372036854775808',
          unsigned: 0,
          share: null,
          price: -0.07,
          open: false,
          built: '1969-07-20',
          seen: '1901-01-01T00:00:00.000Z',
        }),
      },
      {
        id: null,
        geometry: { type: 'Point', coordinates: [120, 36] },
        properties: expect.objectContaining({ 'names.primary': null, large: null, kind: null }),
      },
    ]);
  });

  it('without geometries is a table, whose positions are found', async () => {
    const [first] = await featuresOf('table.parquet');
    expect(first).toMatchObject({ id: 'a', geometry: { type: 'Point', coordinates: [120.38, 36.067] } });
    expect(first?.properties).toMatchObject({ people: '12' });
  });

  it.each(Object.entries(HARD))('that this service writes comes back: %s', async (name, { geometry, features }) => {
    const path = join(folder, `${name}.parquet`);
    const pages = pagesOf(features, 'wkb');
    await writeFile(path, await bytesOf(FILE_FORMATS.parquet.write(describeFile(hardLayer(name, geometry)), pages)));
    const file = await read(path);
    if (features.length === 0) expect(await errors(read(path))).toEqual([['file-empty', 0, undefined]]);
    else expect(file.errors).toEqual([]);
    const flat = (value: unknown): unknown =>
      Array.isArray(value) && typeof value[0] === 'number' ? value.slice(0, 2) : (value as unknown[]).map(flat);
    expect(file.features.map(({ geometry: found }) => found)).toEqual(
      features.map(({ geometry: wanted }) => ({
        type: wanted.type,
        coordinates: flat((wanted as { coordinates: unknown }).coordinates),
      })),
    );
  });
});

describe('a folder of Parquet', () => {
  const half = (n: number): string => join(FIXTURES, 'halves.parquet', `part-0000${n}.snappy.parquet`);
  const folderOf = async (files: Readonly<Record<string, string>>): Promise<string> => {
    const path = await mkdtemp(join(folder, 'parts-'));
    for (const [name, from] of Object.entries(files)) {
      await mkdir(dirname(join(path, name)), { recursive: true });
      await copyFile(from, join(path, name));
    }
    return path;
  };

  it('is one table of all its parts, in the order of their names', async () => {
    const parts = await featuresOf('halves.parquet');
    expect(plain(parts)).toEqual(plain(await featuresOf('points-wkb.parquet')));
    expect(parts.map(({ number }) => number)).toEqual([1, 2, 3]);
  });

  it('has the values that names of its folders give, as DuckDB writes them', async () => {
    const kinds = (await featuresOf('by-kind')).map(({ id, properties: { kind, name } }) => [id, name, kind]);
    expect(kinds.sort()).toEqual([
      ['a1', '香港中路公厕', '香港中路公厕'],
      ['a2', '栈桥公厕', '栈桥公厕'],
      ['a3', '崂山公厕', null],
    ]);
  });

  it('is passed over where names begin as those of no parts do', async () => {
    const path = await folderOf({
      'b/part-0.parquet': half(1),
      'a.PARQUET': half(0),
      '.part-9.parquet': join(FIXTURES, 'table.parquet'),
      '_delta_log/1.checkpoint.parquet': join(FIXTURES, 'table.parquet'),
    });
    expect((await featuresOf(path)).map(({ id }) => id)).toEqual(['a1', 'a2', 'a3']);
  });

  it('is refused whole where it is no table', async () => {
    const mixed = await folderOf({ '0.parquet': half(0), '1.parquet': join(FIXTURES, 'table.parquet') });
    expect(await errors(read(mixed))).toEqual([['parquet-parts-differ', 0, { file: '1.parquet', first: '0.parquet' }]]);
    const moved = await folderOf({ '0.parquet': half(0), '1.parquet': join(FIXTURES, 'points-cgcs2000.parquet') });
    expect(await errors(read(moved))).toEqual([['parquet-parts-differ', 0, { file: '1.parquet', first: '0.parquet' }]]);
    const keyed = await folderOf({ 'k=1/0.parquet': half(0), '0.parquet': half(1) });
    expect(await errors(read(keyed))).toEqual([
      ['parquet-parts-differ', 0, { file: 'k=1/0.parquet', first: '0.parquet' }],
    ]);
    const damaged = await folderOf({ '0.parquet': half(0), '1.parquet': join(FIXTURES, '..', 'points.geojson') });
    expect((await read(damaged)).errors[0]?.params?.['detail']).toMatch(/^1\.parquet: /);
    const cut = await folderOf({ '0.parquet': half(0), '1.parquet': half(1) });
    const bytes = await readFile(half(1));
    // A page of it, not the footer, by which the parts are compared.
    await writeFile(join(cut, '1.parquet'), bytes.fill(0xff, 4, 200));
    expect((await read(cut)).errors[0]?.params?.['detail']).toMatch(/^1\.parquet: /);
    const none = await folderOf({ 'readme.txt': half(0) });
    expect(await errors(read(none))).toEqual([['folder-no-parquet', 0, { folder: none }]]);
  });
});

describe('a large GeoParquet', () => {
  it('of one row group is read in parts, again and again, until it is stopped', async () => {
    const path = join(folder, 'large.parquet');
    const count = 150_000;
    await writeFile(path, await largeFile(count));
    const reader = await readFeatures(path, { idAttribute: null });
    try {
      for (const _ of [1, 2]) {
        let next = 0;
        for await (const { features } of reader.chunks()) {
          expect(features.length).toBeLessThanOrEqual(20_000);
          for (const { number, id, geometry, properties } of features) {
            if (id !== `f${next}` || number !== next + 1 || properties['n'] !== next || geometry === undefined)
              throw new Error(`feature ${next} is ${id}`);
            next += 1;
          }
        }
        expect(next).toBe(count);
      }
      const stop = new AbortController();
      const reading = (async () => {
        for await (const _ of reader.chunks(stop.signal)) stop.abort(new Error('stopped'));
      })();
      await expect(reading).rejects.toThrow('stopped');
    } finally {
      await reader.close();
    }
  });
});

describe('a file that is no good', () => {
  const refused = async (bytes: Uint8Array): Promise<string> => {
    const path = join(folder, 'bad.parquet');
    await writeFile(path, bytes);
    const { features, errors: wrong } = await read(path);
    expect(features).toEqual([]);
    return wrong.map(({ message, params }) => `${message} ${String(params?.['detail'] ?? '')}`).join();
  };

  it('is refused with what is wrong with it', async () => {
    const good = await readFile(join(FIXTURES, 'points-wkb.parquet'));
    expect(await refused(Buffer.from('no parquet at all'))).toMatch(/^parquet-malformed /);
    expect(await refused(good.subarray(0, 2000))).toMatch(/^parquet-malformed /);
    expect(await errors(read('points-lz4.parquet'))).toEqual([['parquet-codec', 0, { codec: 'LZ4_RAW' }]]);
    const renamed = (from: string, to: string): Buffer =>
      Buffer.from(good.toString('latin1').replace(from, to), 'latin1');
    expect(await refused(renamed('"primary_column": "geometry"', '"primary_column": "geometri"'))).toMatch(
      /^parquet-malformed geo/,
    );
    expect(await refused(renamed('"encoding": "WKB"', '"encoding": "WKT"'))).toMatch(/^geoparquet-encoding /);
  });

  it('never ends the process, whichever byte is damaged', async () => {
    const good = await readFile(join(FIXTURES, 'points-zstd.parquet'));
    const path = join(folder, 'damaged.parquet');
    // The footer and the pages; every prime-th byte, so that the test is short.
    for (let at = 4; at < good.length; at += 61) {
      const bytes = Buffer.from(good);
      bytes[at] = (bytes[at] as number) ^ 0xff;
      await writeFile(path, bytes);
      const { features, errors: wrong } = await read(path);
      expect(features.length + wrong.length).toBeGreaterThan(0);
    }
  });

  it('with a geometry that is cut off names its row', async () => {
    const path = join(folder, 'cut.parquet');
    await writeFile(path, await fileOf([Uint8Array.of(1, 1, 0, 0, 0, 0, 0)], [0]));
    expect(await errors(read(path))).toEqual([['geometry-malformed', 1, { detail: 'cut off' }]]);
  });
});

function pointAt(lon: number, lat: number): Uint8Array {
  const bytes = Buffer.alloc(21);
  bytes.writeUInt8(1, 0);
  bytes.writeUInt32LE(1, 1);
  bytes.writeDoubleLE(lon, 5);
  bytes.writeDoubleLE(lat, 13);
  return bytes;
}

function largeFile(count: number): Promise<Uint8Array> {
  const numbers = Array.from({ length: count }, (_, nth) => nth);
  return fileOf(
    numbers.map((nth) => pointAt(120 + nth / count, 36)),
    numbers,
  );
}

/** One row group of geometries and numbers. */
async function fileOf(geometries: readonly Uint8Array[], numbers: readonly number[]): Promise<Uint8Array> {
  const out = new ByteWriter();
  const writer = new ParquetWriter({
    writer: out,
    schema: [
      { name: 'schema', num_children: 3 },
      { name: 'geometry', type: 'BYTE_ARRAY', repetition_type: 'OPTIONAL' },
      { name: 'id', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
      { name: 'n', type: 'INT32', repetition_type: 'OPTIONAL' },
    ],
  });
  await writer.write({
    columnData: [
      { name: 'geometry', data: [...geometries], encoding: 'PLAIN', statistics: false, offsetIndex: false },
      { name: 'id', data: numbers.map((nth) => `f${nth}`), offsetIndex: false },
      { name: 'n', data: [...numbers] },
    ],
    rowGroupSize: numbers.length,
  });
  const geo = { version: '1.0.0', primary_column: 'geometry', columns: { geometry: { encoding: 'WKB' } } };
  writer.kvMetadata = [{ key: 'geo', value: JSON.stringify(geo) }];
  await writer.finish();
  return out.getBytes().slice();
}

import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import sqlite from 'node-sqlite3-wasm';
import { afterAll, beforeAll, describe as group, expect, it, vi } from 'vitest';
import { readSourceFile } from '../ingest/index.ts';
import { bytesOf, describe, HARD, hardLayer, pagesOf, UPDATED_AT, type HardFeature } from '../testing/feature-files.ts';
import { CRS84, readFileCrs } from './crs.ts';
import { Unwritable, type FileDescription } from './description.ts';
import { writeFlatGeobuf } from './flatgeobuf.ts';
import { FILE_FORMATS, type FileFormat, type FileFormatId } from './formats.ts';
import { writeGeoPackage } from './geopackage.ts';
import { writeShapefile } from './shapefile.ts';

const CSV = { hasMark: true, isGuarded: true, geometry: 'wkt', hasTitles: false } as const;
const gaussKruger = readFileCrs('EPSG:4549') ?? CRS84;
/** Coordinates that every format writes as they are. */
const POINTS = HARD['points']?.features ?? [];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chengtu-formats-'));
  // What writers leave behind is looked for in a folder that nobody else writes to.
  vi.stubEnv('TMPDIR', folder);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

function hard(id: string): { readonly description: FileDescription; readonly features: readonly HardFeature[] } {
  const found = HARD[id];
  if (found === undefined) throw new RangeError(`There is no fixture ${id}.`);
  return { description: describe(hardLayer(id, found.geometry)), features: found.features };
}

async function written(format: FileFormatId, id: string, csv: Partial<typeof CSV> | object = {}): Promise<Buffer> {
  const { description, features } = hard(id);
  const chosen: FileFormat = FILE_FORMATS[format];
  return bytesOf(chosen.write(description, pagesOf(features, chosen.geometry), { csv: { ...CSV, ...csv } }));
}

async function saved(bytes: Buffer, name: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

/** Positions of two numbers: readers of ours keep no heights but those of GeoJSON. */
function flat(coordinates: unknown): unknown {
  if (!Array.isArray(coordinates)) return coordinates;
  return typeof coordinates[0] === 'number' ? coordinates.slice(0, 2) : coordinates.map(flat);
}

group.each(['geojson', 'geojsonl', 'kml', 'fgb', 'gpkg'] as const)('a file of %s', (id) => {
  it.each(['points', 'high', 'mixed', 'lines', 'areas'])('reads back as it was: %s', async (name) => {
    const path = await saved(await written(id, name), `${name}.${id}`);
    const file = await readSourceFile(path, { idAttribute: id.startsWith('geojson') ? null : 'id' });
    expect(file.errors).toEqual([]);
    const { features } = hard(name);
    const found = new Map(file.features.map((feature) => [feature.id, feature]));
    expect([...found.keys()].toSorted()).toEqual(features.map((feature) => feature.id).toSorted());
    for (const feature of features) {
      const { coordinates, type } = feature.geometry as { coordinates: unknown; type: string };
      expect(found.get(feature.id)?.geometry).toMatchObject({
        type,
        coordinates: id.startsWith('geojson') ? coordinates : flat(coordinates),
      });
      const { 名称: chinese, populations } = JSON.parse(feature.attributes) as Record<string, unknown>;
      const { properties } = found.get(feature.id) ?? {};
      expect(properties?.['名称'] ?? undefined).toEqual(chinese);
      // More digits than a number of JavaScript keeps come back as a text.
      if (populations !== undefined) expect(String(properties?.['populations'])).toBe(digitsOf(feature, 'populations'));
      expect(properties?.['provenance']).toBe('synthetic');
      expect(properties?.['feature_owner']).toBe('城图测试');
    }
  });

  it('says where its data comes from', async () => {
    const bytes = await written(id, 'points');
    // A sequence has no place for it: the answer that sends it links to the layer.
    expect([bytes.includes('手写，仅供测试'), bytes.includes('CC0-1.0')]).toEqual(
      id === 'geojsonl' ? [false, false] : [true, true],
    );
  });
});

function digitsOf({ attributes }: HardFeature, name: string): string {
  return new RegExp(`"${name}": (-?\\d+)`).exec(attributes)?.[1] ?? '';
}

it('leaves no temporary files, also where nobody reads to the end', async () => {
  const before = await readdir(folder);
  for (const id of ['fgb', 'gpkg', 'zip'] as const) {
    const format = FILE_FORMATS[id];
    const bytes = format.write(hard('points').description, pagesOf(POINTS, 'wkb'));
    await bytes.next();
    await bytes.return();
  }
  expect(await readdir(folder)).toEqual(before);
});

group('GeoJSON', () => {
  it('has the digits of the database', async () => {
    const text = (await written('geojson', 'points')).toString();
    expect(text).toContain('"populations": 9007199254740993');
    expect(JSON.parse(text)).toMatchObject({ type: 'FeatureCollection', name: 'points', licence: 'CC0-1.0' });
  });

  it('is valid without a feature', async () => {
    expect(JSON.parse((await written('geojson', 'empty')).toString())).toMatchObject({ features: [] });
  });

  it('is a record a line as a sequence, each behind a record separator', async () => {
    const records = (await written('geojsonl', 'points')).toString().split('\u001e');
    expect(records[0]).toBe('');
    for (const record of records.slice(1)) expect(record.endsWith('\n') && JSON.parse(record)).toBeTruthy();
    expect(records).toHaveLength(1 + POINTS.length);
  });
});

group('CSV', () => {
  const lines = async (id: string, options: object): Promise<string> => (await written('csv', id, options)).toString();

  it('begins with the mark and guards formulas by choice', async () => {
    const guarded = await lines('points', {});
    expect(guarded.startsWith('\ufeffid,name,名称,population,')).toBe(true);
    expect(guarded).toContain(`"'=1+1\n第二行; x"`);
    const plain = await lines('points', { hasMark: false, isGuarded: false });
    expect(plain.startsWith('id,name')).toBe(true);
    expect(plain).toContain(`"=1+1\n第二行; x"`);
    // Numbers are no formulas.
    expect(guarded).toContain(',-5,-1234.5678,-9223372036854775808,');
  });

  it('has positions in two columns, or whole geometries with heights', async () => {
    expect(await lines('points', { geometry: 'position' })).toMatch(
      /lon,lat,source,licence\r\np-1,.*,120\.38,36\.067,/s,
    );
    expect(await lines('high', {})).toContain('POINT Z (120.1 36.1 12.5)');
    expect(await lines('areas', {})).toContain('"POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0), (2 2, 2 4, 4 4, 4 2, 2 2))"');
    await expect(lines('areas', { geometry: 'position' })).rejects.toThrow(Unwritable);
  });

  it('names columns of metres x and y', async () => {
    const { features } = hard('points');
    const description = { ...hard('points').description, crs: gaussKruger };
    const pieces = FILE_FORMATS.csv.write(description, pagesOf(features, 'wkb'), {
      csv: { ...CSV, geometry: 'position' },
    });
    expect((await bytesOf(pieces)).toString()).toContain(',x,y,source,licence\r\n');
  });

  it('names its own columns apart from those of the layer', async () => {
    const text = { type: 'string', title: { zh: '文本', en: 'Text' } } as const;
    const attributes = { Lon: text, feature_lon: text, licence: text };
    const description = describe({ ...hard('points').description.layer, attributes });
    const pieces = FILE_FORMATS.csv.write(description, pagesOf(POINTS, 'wkb'), {
      csv: { ...CSV, geometry: 'position' },
    });
    expect((await bytesOf(pieces)).toString()).toContain(',feature_lon_2,lat,source,feature_licence\r\n');
  });

  it('has titles by choice', async () => {
    expect(await lines('points', { hasTitles: true })).toContain('编号,名称,中文列,人口,人口密度,');
  });
});

group('KML', () => {
  it('holds what XML forbids as a sign in its place', async () => {
    const { description } = hard('points');
    const features = [{ ...(POINTS[0] as HardFeature), attributes: JSON.stringify({ name: 'a\u0001b]]><&"' }) }];
    const text = (await bytesOf(FILE_FORMATS.kml.write(description, pagesOf(features, 'wkb')))).toString();
    expect(text).toContain('<name>a\ufffdb]]&gt;&lt;&amp;&quot;</name>');
  });

  it('says that heights are above the sea', async () => {
    const text = (await written('kml', 'high')).toString();
    expect(text).toContain(
      '<Point><altitudeMode>absolute</altitudeMode><coordinates>120.1,36.1,12.5</coordinates></Point>',
    );
  });
});

/** So many points that trees have several levels. */
const MANY = Array.from({ length: 3000 }, (_, nth): HardFeature => {
  const [x, y] = [(nth * 7919) % 1000, (nth * 104_729) % 997];
  return { id: `m${nth}`, geometry: { type: 'Point', coordinates: [100 + x / 50, 20 + y / 50] }, attributes: '{}' };
});

group('FlatGeobuf', () => {
  const HEAD = 8;
  /** Numbers of the nodes that a search of the packed tree comes to, as `packedrtree.h` of the format searches. */
  function search(index: Buffer, count: number, box: readonly number[]): number[] {
    const sizes = [count];
    while ((sizes.at(-1) ?? 0) > 1) sizes.push(Math.ceil((sizes.at(-1) ?? 0) / 16));
    const leaves = sizes.slice(1).reduce((sum, size) => sum + size, 0);
    const ends = sizes.map((_, level) => sizes.slice(level).reduce((sum, size) => sum + size, 0));
    const found: number[] = [];
    const waiting: [node: number, level: number][] = [[0, sizes.length - 1]];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const [first, level] = next;
      for (let node = first; node < Math.min(first + 16, ends[level] ?? 0); node += 1) {
        const [minX, minY, maxX, maxY] = [0, 8, 16, 24].map((at) => index.readDoubleLE(node * 40 + at)) as [
          number,
          number,
          number,
          number,
        ];
        const [west, south, east, north] = box as [number, number, number, number];
        if (minX > east || maxX < west || minY > north || maxY < south) continue;
        const offset = Number(index.readBigUInt64LE(node * 40 + 32));
        if (node >= leaves) found.push(offset);
        else waiting.push([offset, level - 1]);
      }
    }
    return found;
  }

  it('has an index that leads to every feature of a box and to no other', async () => {
    const bytes = await bytesOf(writeFlatGeobuf(hard('points').description, pagesOf(MANY, 'wkb', 100)));
    const headerEnd = HEAD + 4 + bytes.readUInt32LE(HEAD);
    let nodes = MANY.length;
    for (let level = MANY.length; level > 1; ) nodes += level = Math.ceil(level / 16);
    const features = headerEnd + nodes * 40;
    const box = [104, 24, 106, 27];
    const found = search(bytes.subarray(headerEnd, features), MANY.length, box).map((offset) => {
      const size = bytes.readUInt32LE(features + offset);
      return /m\d+/.exec(bytes.toString('latin1', features + offset, features + offset + 4 + size))?.[0];
    });
    const expected = MANY.filter(({ geometry }) => {
      const [x = 0, y = 0] = (geometry as { coordinates: number[] }).coordinates;
      return x >= 104 && x <= 106 && y >= 24 && y <= 27;
    }).map(({ id }) => id);
    expect(expected.length).toBeGreaterThan(20);
    expect(found.toSorted()).toEqual(expected.toSorted());
  });

  it('says so where there are too many features for an index', async () => {
    const { description } = hard('points');
    const bytes = await bytesOf(writeFlatGeobuf(description, pagesOf(POINTS, 'wkb'), 2));
    expect(bytes.includes('本文件没有空间索引：要素超过 2 个。')).toBe(true);
    const file = await readSourceFile(await saved(bytes, 'unindexed.fgb'), { idAttribute: 'id' });
    expect([file.errors, file.features.length]).toEqual([[], POINTS.length]);
  });

  it('gives features without heights the height 0 where others have heights', async () => {
    const path = await saved(await written('fgb', 'mixed'), 'heights.fgb');
    const file = await readSourceFile(path, { idAttribute: 'id' });
    expect(file.features).toHaveLength(3);
    const bytes = await written('fgb', 'mixed');
    const at = (value: number): number => {
      const wanted = Buffer.alloc(8);
      wanted.writeDoubleLE(value);
      return bytes.indexOf(wanted);
    };
    expect(at(30)).toBeGreaterThan(0);
  });
});

group('GeoPackage', () => {
  it('has a tree that SQLite could have written, and one row of it for each feature', async () => {
    const path = await saved(
      await bytesOf(writeGeoPackage(hard('points').description, pagesOf(MANY, 'wkb', 100))),
      'tree.gpkg',
    );
    const database = new sqlite.Database(path, { readOnly: true });
    const all = (sql: string) => database.all(sql);
    const nodes = new Map<unknown, Buffer>(
      all('select nodeno, data from rtree_points_geom_node').map((row) => [
        row['nodeno'],
        Buffer.from(row['data'] as Uint8Array),
      ]),
    );
    const parents = new Map<unknown, unknown>(
      all('select * from rtree_points_geom_parent').map((row) => [row['nodeno'], row['parentnode']]),
    );
    const rows = new Map<unknown, unknown>(
      all('select * from rtree_points_geom_rowid').map((row) => [row['rowid'], row['nodeno']]),
    );
    const features = all('select fid, id, geom from points');
    database.close();
    expect([rows.size, features.length]).toEqual([MANY.length, MANY.length]);
    expect(parents.size).toBe(nodes.size - 1);
    expect(nodes.get(1)?.readUInt16BE(0)).toBe(2);
    for (const { fid, geom } of features) {
      const place = Buffer.from(geom as Uint8Array);
      const [x, y] = [place.readDoubleLE(13), place.readDoubleLE(21)];
      // From the leaf up every node has a box around it.
      let child: unknown = fid;
      let node: unknown = rows.get(fid);
      for (let isTop = false; !isTop; ) {
        const bytes = nodes.get(node) ?? Buffer.alloc(4);
        const cells = Array.from({ length: bytes.readUInt16BE(2) }, (_, nth) => 4 + nth * 24);
        const at = cells.find((cell) => Number(bytes.readBigInt64BE(cell)) === child) ?? Infinity;
        const [minX, maxX, minY, maxY] = [8, 12, 16, 20].map((edge) => bytes.readFloatBE(at + edge)) as [
          number,
          number,
          number,
          number,
        ];
        expect(minX <= x && x <= maxX && minY <= y && y <= maxY).toBe(true);
        isTop = node === 1;
        child = node;
        node = parents.get(node);
      }
    }
  });

  it('keeps heights, types and titles', async () => {
    const path = await saved(await written('gpkg', 'high'), 'high-types.gpkg');
    const database = new sqlite.Database(path, { readOnly: true });
    const one = (sql: string) => database.get(sql);
    expect(one('select z, geometry_type_name as type from gpkg_geometry_columns')).toEqual({ z: 2, type: 'GEOMETRY' });
    expect(one("select built, seen, open, population_density as density, updated_at from high where id = 'a'")).toEqual(
      {
        built: '2024-02-29',
        seen: '2026-11-30T00:15:30.250Z',
        open: 1,
        density: 0.1,
        updated_at: UPDATED_AT.toISOString(),
      },
    );
    expect(one("select title from gpkg_data_columns where column_name = 'population'")).toEqual({ title: '人口' });
    const { geom } = one("select geom from high where id = 'a'") as { geom: Uint8Array };
    // A head of eight bytes, then ISO well-known binary: byte order, type, three coordinates.
    expect(Buffer.from(geom).readDoubleLE(8 + 5 + 16)).toBe(12.5);
    database.close();
  });
});

group('GeoParquet', () => {
  const bufferOf = (bytes: Buffer): ArrayBuffer => Uint8Array.from(bytes).buffer;

  it('has typed columns, a box beside each geometry and what GeoParquet 1.1 asks for', async () => {
    const file = bufferOf(await written('parquet', 'high'));
    const { key_value_metadata: metadata } = await parquetMetadataAsync(file);
    const geo = JSON.parse(metadata?.find(({ key }) => key === 'geo')?.value ?? '') as object;
    expect(geo).toEqual({
      version: '1.1.0',
      primary_column: 'geometry',
      columns: {
        geometry: {
          encoding: 'WKB',
          geometry_types: ['MultiPoint Z', 'Point Z'],
          bbox: [120.1, 36.1, 120.3, 36.3],
          covering: {
            bbox: { xmin: ['bbox', 'xmin'], ymin: ['bbox', 'ymin'], xmax: ['bbox', 'xmax'], ymax: ['bbox', 'ymax'] },
          },
        },
      },
    });
    const [first] = await parquetReadObjects({ file });
    expect(first).toMatchObject({
      bbox: { xmin: 120.1, ymin: 36.1, xmax: 120.1, ymax: 36.1 },
      populations: 9007199254740993n,
      population_density: 0.1,
      open: true,
      built: new Date('2024-02-29'),
      seen: new Date('2026-11-30T08:15:30.250+08:00'),
      名称: '青岛',
      NAME_2: 'ABC',
    });
  });

  it('without a row says what its row groups would be, which readers in Rust want to know', async () => {
    const file = await written('parquet', 'empty');
    expect((await parquetMetadataAsync(bufferOf(file))).row_groups).toEqual([]);
    // Field 4 of the footer: a list (0x19) of no structs (0x0c), between the number of rows and the facts.
    expect(file.includes(Buffer.of(0x16, 0x00, 0x19, 0x0c, 0x19))).toBe(true);
  });

  it('is in row groups, with the system of others than WGS 84', async () => {
    const many = Array.from({ length: 9000 }, (_, nth) => ({ ...(MANY[nth % 3000] as HardFeature), id: `r${nth}` }));
    const description = { ...hard('points').description, crs: gaussKruger };
    const file = bufferOf(await bytesOf(FILE_FORMATS.parquet.write(description, pagesOf(many, 'wkb', 500))));
    const { row_groups: groups, num_rows: rows, key_value_metadata: metadata } = await parquetMetadataAsync(file);
    expect([Number(rows), groups.length]).toEqual([9000, 2]);
    const geo = JSON.parse(metadata?.find(({ key }) => key === 'geo')?.value ?? '') as {
      columns: { geometry: object };
    };
    expect(geo.columns.geometry).toMatchObject({
      crs: { type: 'ProjectedCRS', id: { authority: 'EPSG', code: 4549 } },
    });
  });
});

group('Shapefile', () => {
  it('is one for each kind of geometry, and reads back', async () => {
    const { unpacked, readMe } = await unzipped(await written('zip', 'mixed'));
    expect(unpacked.filter((name) => name.endsWith('.shp')).toSorted()).toEqual([
      'mixed_multipoint.shp',
      'mixed_point.shp',
      'mixed_point_z.shp',
    ]);
    expect(readMe).toContain('populati_2\tpopulation_density\t人口密度');
    expect(readMe).toContain('CC0-1.0');
  });

  it('has areas as they were, with their table in UTF-8', async () => {
    const path = await saved(await written('zip', 'areas'), 'areas.zip');
    const file = await readSourceFile(path, { idAttribute: 'id' });
    expect(file.errors).toEqual([]);
    const [hole, two] = ['hole', 'two'].map((id) => file.features.find((feature) => feature.id === id));
    expect(hole?.properties).toMatchObject({
      名称: '青岛',
      population: 12,
      populati_2: 0.1,
      populati_3: '9007199254740993',
    });
    expect((hole?.geometry as { coordinates: unknown[] }).coordinates).toHaveLength(2);
    expect(two?.geometry).toMatchObject({ type: 'MultiPolygon' });
    expect(two?.properties).toMatchObject({
      population: -5,
      populati_2: -1234.5678,
      populati_3: '-9223372036854775808',
    });
  });

  it('says which texts were cut short', async () => {
    const attributes = JSON.stringify({ note: '长'.repeat(100) });
    const features = [{ ...(POINTS[0] as HardFeature), attributes }];
    const { readMe } = await unzipped(
      await bytesOf(writeShapefile(hard('points').description, pagesOf(features, 'wkb'))),
    );
    expect(readMe).toContain('note: 1');
  });

  it('refuses more than the format holds', async () => {
    const { description, features } = hard('points');
    await expect(bytesOf(writeShapefile(description, pagesOf(features, 'wkb'), 150))).rejects.toMatchObject({
      reason: 'size',
    });
    const attributes = Object.fromEntries(
      Array.from({ length: 300 }, (_, nth) => [`a${nth}`, { type: 'string', title: { zh: 'a', en: 'a' } } as const]),
    );
    const wide = describe({ ...description.layer, attributes });
    await expect(bytesOf(writeShapefile(wide, pagesOf(features, 'wkb')))).rejects.toMatchObject({
      reason: 'columns',
      values: { count: 304, most: 255 },
    });
  });

  async function unzipped(bytes: Buffer): Promise<{ readonly unpacked: readonly string[]; readonly readMe: string }> {
    const { fromBuffer } = await import('yauzl');
    return new Promise((resolve, reject) => {
      fromBuffer(bytes, { lazyEntries: true }, (error, zip) => {
        if (error !== null) return reject(error);
        const unpacked: string[] = [];
        let readMe = '';
        zip.on('entry', (entry: { fileName: string }) => {
          unpacked.push(entry.fileName);
          if (entry.fileName !== 'README.txt') return zip.readEntry();
          zip.openReadStream(entry as Parameters<typeof zip.openReadStream>[0], (failed, stream) => {
            if (failed !== null) return reject(failed);
            void bytesOf(stream as AsyncIterable<Uint8Array>).then((text) => {
              readMe = text.toString();
              zip.readEntry();
            });
          });
        });
        zip.once('end', () => resolve({ unpacked, readMe }));
        zip.readEntry();
      });
    });
  }
});

it.each([
  ['population', '99999999999999999999', '99999999999999999999'],
  ['open', '"yes"', 'yes'],
])('refuses values that a typed column cannot hold, by name: %s', async (column, json, value) => {
  const { description } = hard('points');
  const features = [{ ...(POINTS[0] as HardFeature), attributes: `{"${column}": ${json}}` }];
  for (const id of ['fgb', 'gpkg', 'parquet', 'zip'] as const)
    await expect(bytesOf(FILE_FORMATS[id].write(description, pagesOf(features, 'wkb')))).rejects.toMatchObject({
      reason: 'value',
      values: { value, column, id: 'p-1' },
    });
});

it('writes a thousand columns', async () => {
  const names = Array.from({ length: 1000 }, (_, nth) => `attribute_${nth}`);
  const layer = {
    ...hard('points').description.layer,
    attributes: Object.fromEntries(
      names.map((name) => [name, { type: 'integer', title: { zh: name, en: name } } as const]),
    ),
  };
  const features = [
    {
      ...(POINTS[0] as HardFeature),
      attributes: JSON.stringify(Object.fromEntries(names.map((name, nth) => [name, nth]))),
    },
  ];
  for (const id of ['fgb', 'gpkg', 'parquet', 'kml', 'csv'] as const) {
    const format: FileFormat = FILE_FORMATS[id];
    const bytes = await bytesOf(format.write(describe(layer), pagesOf(features, 'wkb'), { csv: CSV }));
    expect(bytes.includes('attribute_999')).toBe(true);
  }
});

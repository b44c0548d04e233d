import { copyFile, mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readFeatures, readSourceFile } from '../read-file.ts';
import type { ReadOptions } from '../read-file.ts';
import { FileErrors } from '../reader.ts';
import type { SourceFile } from '../types.ts';

/** Written by GDAL and openpyxl: `make.sh` beside them says how. */
const FIXTURES = fileURLToPath(new URL('../../../data/fixtures/load/formats/', import.meta.url));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chengtu-formats-'));
  // What readers leave behind is looked for in a folder that nobody else writes to.
  vi.stubEnv('TMPDIR', folder);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

const read = (name: string, options: Partial<ReadOptions> = {}): Promise<SourceFile> =>
  readSourceFile(name.startsWith('/') ? name : join(FIXTURES, name), { idAttribute: null, ...options });
const messages = async (file: Promise<SourceFile>): Promise<string[]> =>
  (await file).errors.map(({ message }) => message);

interface Shape {
  readonly type: string;
  readonly coordinates: unknown;
}

/** Coordinates to seven decimals, a centimetre; rings from their least position on, whichever way they run. */
function comparable(geometry: unknown): unknown {
  const { type, coordinates } = geometry as Shape;
  const round = (value: unknown): unknown =>
    Array.isArray(value) ? value.map(round) : Math.round(Number(value) * 1e7) / 1e7 + 0;
  const rounded = round(coordinates);
  if (type === 'Polygon') return { type: 'MultiPolygon', coordinates: [(rounded as Ring[]).map(turned)] };
  if (type === 'MultiPolygon')
    return {
      type,
      coordinates: (rounded as Ring[][])
        .map((area) => area.map(turned))
        .toSorted((a, b) => text(a).localeCompare(text(b))),
    };
  if (type === 'LineString') return { type: 'MultiLineString', coordinates: [rounded] };
  return { type, coordinates: rounded };
}

type Ring = [number, number][];
const text = (value: unknown): string => JSON.stringify(value);

function turned(ring: Ring): Ring {
  const open = ring.slice(0, -1);
  const turns = open.flatMap((_, nth) => {
    const turn = [...open.slice(nth), ...open.slice(0, nth)];
    return [turn, [turn[0], ...turn.slice(1).toReversed()] as Ring];
  });
  return turns.toSorted((a, b) => text(a).localeCompare(text(b)))[0] ?? [];
}

async function expectSame(file: SourceFile, original: string): Promise<void> {
  // FlatGeobuf keeps features in the order of its index.
  const sorted = ({ features }: SourceFile): unknown[] =>
    features
      .map(({ id, geometry, properties }) => [id, properties.name, comparable(geometry)])
      .toSorted((a, b) => text(a).localeCompare(text(b)));
  expect(file.errors).toEqual([]);
  expect(sorted(file)).toEqual(sorted(await read(original)));
}

describe('a shapefile', () => {
  it.each([
    ['shp/gbk.shp', 'GB18030 by the language byte of its table'],
    ['shp/utf8.shp', 'UTF-8 by its .cpg'],
    ['shp/cgcs120.shp', 'CGCS2000 in a zone of three degrees, by meridian'],
    ['shp/zone40.shp', 'CGCS2000 in zone 40, with the number before the easting'],
    ['zipped-shapefile.zip', 'in an archive'],
  ])('%s is read: %s', async (name) => {
    await expectSame(await read(name), 'points.geojson');
  });

  it.each(['areas', 'lines'])('has the same %s, holes and islands in holes too', async (kind) => {
    await expectSame(await read(`shp/${kind}.shp`), `${kind}.geojson`);
  });

  it('leaves heights and measures out', async () => {
    await expectSame(await read('shp/areas-zm.shp'), 'areas.geojson');
  });

  it('keeps numbers as numbers, and empty ones as such', async () => {
    const { features } = await read('shp/utf8.shp');
    expect(features[0]?.properties).toMatchObject({ district: '370202', stalls_mal: 5, note: '厕位“五”个' });
    expect(features[1]?.properties).toMatchObject({ stalls_mal: 12, note: null });
  });

  it('of another datum is refused, for nobody knows how far it is off', async () => {
    expect(await messages(read('shp/beijing54.shp'))).toEqual(['crs-datum']);
    expect(await messages(read('shp/beijing54.shp', { crs: 'EPSG:4549' }))).toEqual([]);
  });

  it('without a table, cut off, or with fewer shapes than records is refused', async () => {
    const shp = await readFile(join(FIXTURES, 'shp/utf8.shp'));
    const dbf = await readFile(join(FIXTURES, 'shp/utf8.dbf'));
    await writeFile(join(folder, 'a.shp'), shp);
    expect(await messages(read(join(folder, 'a.shp')))).toEqual(['shapefile-part']);
    await writeFile(join(folder, 'a.dbf'), dbf.subarray(0, 500));
    expect(await messages(read(join(folder, 'a.shp')))).toEqual(['dbf-cut-off']);
    await writeFile(join(folder, 'a.dbf'), dbf);
    await writeFile(join(folder, 'a.shp'), shp.subarray(0, 100 + 28 * 2));
    expect(await messages(read(join(folder, 'a.shp')))).toEqual(['shapefile-cut-off']);
  });

  it('leaves deleted records out with their shapes', async () => {
    const dbf = await readFile(join(FIXTURES, 'shp/utf8.dbf'));
    dbf[dbf.readUInt16LE(8)] = 0x2a;
    await writeFile(join(folder, 'deleted.dbf'), dbf);
    await copyFile(join(FIXTURES, 'shp/utf8.shp'), join(folder, 'deleted.shp'));
    expect((await read(join(folder, 'deleted.shp'))).features.map(({ id, geometry }) => [id, geometry])).toEqual([
      ['a2', { type: 'Point', coordinates: [120.3194, 36.0608] }],
      ['a3', { type: 'Point', coordinates: [120.6258, 36.1702] }],
    ]);
  });

  it('is asked for its encoding where .cpg says a Western one and its texts are Chinese', async () => {
    for (const end of ['shp', 'dbf']) await copyFile(join(FIXTURES, `shp/gbk.${end}`), join(folder, `west.${end}`));
    await writeFile(join(folder, 'west.cpg'), 'ISO-8859-1');
    expect(await messages(read(join(folder, 'west.shp')))).toEqual(['encoding-doubtful']);
    await expectSame(await read(join(folder, 'west.shp'), { encoding: 'gbk' }), 'points.geojson');
  });
});

describe('a GeoPackage', () => {
  it('is read with its own system, and again', async () => {
    const reader = await readFeatures(join(FIXTURES, 'one.gpkg'), { idAttribute: null });
    for (let time = 0; time < 2; time += 1) {
      const features = [];
      for await (const chunk of reader.chunks()) features.push(...chunk.features);
      await expectSame({ features, errors: [], notes: [] }, 'areas.geojson');
    }
    await reader.close();
  });

  it('with several tables is asked for one', async () => {
    expect(await messages(read('several.gpkg'))).toEqual(['tables-several']);
    expect((await read('several.gpkg')).errors[0]?.params).toEqual({ tables: 'toilets, zones' });
    await expectSame(await read('several.gpkg', { table: 'toilets' }), 'points.geojson');
    expect(await messages(read('several.gpkg', { table: 'x' }))).toEqual(['table-unknown']);
  });

  it('may go with a log that is empty, as QGIS leaves it; one with edits in the log is refused', async () => {
    const path = join(folder, 'wal.gpkg');
    await copyFile(join(FIXTURES, 'one.gpkg'), path);
    const file = await open(path, 'r+');
    await file.write(Buffer.of(2, 2), 0, 2, 18);
    await file.close();
    await expectSame(await read(path), 'areas.geojson');
    await writeFile(`${path}-wal`, 'edits');
    expect(await messages(read(path))).toEqual(['geopackage-open']);
  });

  it('gives its primary key as an id where that is asked for', async () => {
    expect((await read('one.gpkg', { idAttribute: 'fid' })).features.map(({ id }) => id)).toEqual(['1', '2', '3']);
  });

  it('that is damaged is refused, and leaves nothing open', async () => {
    const bytes = await readFile(join(FIXTURES, 'one.gpkg'));
    for (const end of [50, 5000, 40_000]) {
      await writeFile(join(folder, 'cut.gpkg'), bytes.subarray(0, end));
      expect((await read(join(folder, 'cut.gpkg'))).errors).not.toEqual([]);
    }
    expect((await readdir(folder)).filter((name) => name.endsWith('.lock'))).toEqual([]);
  });
});

describe.each(['points', 'areas', 'lines'])('%s', (kind) => {
  it.each(['fgb', 'kml'])('as .%s are read', async (end) => {
    await expectSame(await read(`${kind}.${end}`), `${kind}.geojson`);
  });
});

describe('FlatGeobuf', () => {
  it('without an index, in a zone of CGCS2000, is read with its types', async () => {
    const file = await read('projected.fgb');
    await expectSame(file, 'points.geojson');
    expect(file.features[0]?.properties).toMatchObject({ stalls_male: 5 });
  });

  it('that is cut off or damaged is refused', async () => {
    const bytes = await readFile(join(FIXTURES, 'points.fgb'));
    for (let end = 1; end < bytes.length; end += 37) {
      await writeFile(join(folder, 'cut.fgb'), bytes.subarray(0, end));
      expect((await read(join(folder, 'cut.fgb'))).errors).toHaveLength(1);
    }
  });
});

describe('KML and its archive', () => {
  it('are read alike', async () => {
    await expectSame(await read('points.kmz'), 'points.geojson');
  });

  it('expands no entity of its own, and refuses what is no KML', async () => {
    const bomb = `<!DOCTYPE kml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><kml><Placemark><name>&b;</name></Placemark></kml>`;
    await writeFile(join(folder, 'bomb.kml'), bomb);
    expect(await messages(read(join(folder, 'bomb.kml')))).toEqual(['kml-malformed']);
    await writeFile(join(folder, 'html.kml'), '<html><body/></html>');
    expect(await messages(read(join(folder, 'html.kml')))).toEqual(['kml-none']);
  });

  it('may write spaces behind commas, and tracks; broken coordinates are told of their feature', async () => {
    const placemark = (id: string, geometry: string) => `<Placemark id="${id}"><name>甲</name>${geometry}</Placemark>`;
    const kml = `<kml xmlns:gx="x"><Document>${placemark('a', '<Point><coordinates> 120.1, 36.1, 0 </coordinates></Point>')}
      ${placemark('b', '<gx:Track><gx:coord>120 36 1</gx:coord><gx:coord>120.1 36.1 1</gx:coord></gx:Track>')}
      ${placemark('c', '<Point><coordinates>120.1;36.1</coordinates></Point>')}</Document></kml>`;
    await writeFile(join(folder, 'odd.kml'), kml);
    const { features, errors } = await read(join(folder, 'odd.kml'));
    expect(features.map(({ id, geometry }) => [id, geometry])).toEqual([
      ['a', { type: 'Point', coordinates: [120.1, 36.1] }],
      [
        'b',
        {
          type: 'LineString',
          coordinates: [
            [120, 36],
            [120.1, 36.1],
          ],
        },
      ],
      ['c', undefined],
    ]);
    expect(errors).toEqual([{ feature: 3, message: 'kml-coordinates' }]);
  });
});

describe('features one a line', () => {
  it('are read with separators and without', async () => {
    await expectSame(await read('points.geojsons'), 'points.geojson');
    const plain = (await readFile(join(FIXTURES, 'points.geojsons'), 'utf8')).replaceAll('\u001e', '');
    await writeFile(join(folder, 'points.ndjson'), plain);
    await expectSame(await read(join(folder, 'points.ndjson')), 'points.geojson');
  });
});

describe('a workbook', () => {
  it('is read as the same table in CSV would be, dates by their format', async () => {
    const { features, errors, notes } = await read('toilets.xlsx');
    expect(errors).toEqual([]);
    expect(features.map(({ id, geometry, properties }) => [id, geometry, properties])).toEqual([
      [
        'x1',
        { type: 'Point', coordinates: [120.3826, 36.0671] },
        {
          名称: '香港中路公厕',
          区市: '370202',
          男厕位: '5',
          开放日期: '2017-03-04',
          更新: '2017-03-04 08:30:00',
          备注: '',
        },
      ],
      [
        'x2',
        { type: 'Point', coordinates: [120.3194, 36.0608] },
        { 名称: '栈桥公厕', 区市: '370202', 男厕位: '12', 开放日期: '1900-02-28', 更新: '2020-02-29', 备注: '' },
      ],
      [
        '123456789012345',
        { type: 'Point', coordinates: [120.6258, 36.1702] },
        {
          名称: '崂山公厕',
          区市: '370212',
          男厕位: '3',
          开放日期: '2024-12-31',
          更新: '2024-12-31 23:59:59',
          备注: '山上',
        },
      ],
    ]);
    expect(notes).toEqual([{ message: 'sheets-hidden', params: { names: '说明' } }]);
  });

  it('counts its days from 1904 where it says so', async () => {
    const days = (await read('dates-1904.xlsx')).features.map(({ properties }) => properties['更新']);
    expect(days).toEqual(['2017-03-04 08:30:00', '2020-02-29', '2024-12-31 23:59:59']);
  });

  it('with a title above the header says which row that is', async () => {
    const { errors } = await read('title.xlsx');
    expect(errors).toEqual([{ feature: 0, message: 'header-below', params: { row: 2, first: '青岛市公厕一览表' } }]);
    expect((await read('title.xlsx', { headerRow: 2 })).features).toHaveLength(3);
  });

  it('fills a value merged over several rows into each of them', async () => {
    const { features, notes } = await read('merged.xlsx');
    expect(features.map(({ properties }) => properties.district)).toEqual(['370202', '370202', '370202', '370212']);
    expect(notes).toEqual([{ message: 'cells-merged', params: { count: 2 } }]);
  });

  it('with several sheets is asked for one', async () => {
    expect((await read('sheets.xlsx')).errors).toEqual([
      { feature: 0, message: 'tables-several', params: { tables: '甲, 乙' } },
    ]);
    expect((await read('sheets.xlsx', { table: '乙' })).features).toHaveLength(3);
  });

  it('with a code of more digits than Excel keeps is refused', async () => {
    const { errors } = await read('rounded.xlsx');
    expect(errors).toEqual([
      { feature: 0, message: 'xlsx-rounded', params: { cell: 'A2', value: '3.702021990010113e+17' } },
    ]);
  });

  it('cut off anywhere is refused', async () => {
    const bytes = await readFile(join(FIXTURES, 'toilets.xlsx'));
    for (let end = 5; end < bytes.length; end += 501) {
      await writeFile(join(folder, 'cut.xlsx'), bytes.subarray(0, end));
      expect((await read(join(folder, 'cut.xlsx'))).errors).toHaveLength(1);
    }
  });
});

describe('an archive', () => {
  it('that would fill the disk is refused before it is unpacked', async () => {
    await writeFile(join(folder, 'bomb.zip'), zipOf([['data.csv', Buffer.alloc(150_000_000)]]));
    expect(await messages(read(join(folder, 'bomb.zip')))).toEqual(['zip-too-large']);
  });

  it('that says less than it holds is refused while it is unpacked', async () => {
    await writeFile(join(folder, 'liar.zip'), zipOf([['data.csv', Buffer.alloc(1_000_000, 'a')]], 10));
    expect(await messages(read(join(folder, 'liar.zip')))).toEqual(['zip-malformed']);
  });

  it.each(['../data.csv', '/etc/data.csv', 'C:\\data.csv', 'a/../../data.csv'])(
    'with the path %s is refused',
    async (name) => {
      await writeFile(join(folder, 'path.zip'), zipOf([[name, Buffer.from('id,lon,lat\n1,120,36\n')]]));
      expect(await messages(read(join(folder, 'path.zip')))).toEqual(['zip-path']);
    },
  );

  it('has one file of data, beside read-mes and what Macs add', async () => {
    const csv = Buffer.from('id,name,lon,lat\n1,甲,120,36\n');
    const entries: [string, Buffer][] = [
      ['数据/a.csv', csv],
      ['readme.txt', Buffer.from('x')],
      ['__MACOSX/._a.csv', Buffer.from('x')],
    ];
    await writeFile(join(folder, 'one.zip'), zipOf(entries));
    expect((await read(join(folder, 'one.zip'))).features).toHaveLength(1);
    await writeFile(join(folder, 'two.zip'), zipOf([...entries, ['b.csv', csv]]));
    expect(await messages(read(join(folder, 'two.zip')))).toEqual(['zip-several']);
    expect((await read(join(folder, 'two.zip'), { table: 'b' })).features).toHaveLength(1);
    await writeFile(join(folder, 'none.zip'), zipOf([['a.pdf', csv]]));
    expect(await messages(read(join(folder, 'none.zip')))).toEqual(['zip-no-data']);
  });

  it('leaves nothing behind', async () => {
    expect((await readdir(tmpdir())).filter((name) => name.startsWith('chengtu-unpack-'))).toEqual([]);
  });
});

describe('a file by the wrong name', () => {
  it.each([
    ['toilets.xlsx', '.csv', 'file-is-zip'],
    ['points.geojson', '.xlsx', 'file-is-no-zip'],
    ['one.gpkg', '.csv', 'file-is-geopackage'],
    ['points.geojson', '.gpkg', 'file-is-no-geopackage'],
  ])('%s as %s is told so', async (name, end, message) => {
    await copyFile(join(FIXTURES, name), join(folder, `wrong${end}`));
    expect(await messages(read(join(folder, `wrong${end}`)))).toEqual([message]);
  });

  it('or an old workbook says what to do', async () => {
    await writeFile(join(folder, 'old.xlsx'), Buffer.from('d0cf11e0a1b11ae10000', 'hex'));
    expect(await messages(read(join(folder, 'old.xlsx')))).toEqual(['file-old-spreadsheet']);
  });
});

it('a stream is read like a file, and its copy removed', async () => {
  const stream = createReadStream(join(FIXTURES, 'zipped-shapefile.zip'));
  const reader = await readFeatures({ name: '上传.ZIP', stream }, { idAttribute: null });
  const features = [];
  for await (const chunk of reader.chunks()) features.push(...chunk.features);
  await expectSame({ features, errors: [], notes: [] }, 'points.geojson');
  await reader.close();
  expect((await readdir(tmpdir())).filter((name) => name.startsWith('chengtu-read-'))).toEqual([]);
  await expect(readFeatures('/no/such/file.csv', { idAttribute: null })).rejects.toBeInstanceOf(FileErrors);
});

/** A ZIP archive, with a size that is not true where one is given. */
function zipOf(entries: readonly (readonly [string, Buffer])[], saidBytes?: number): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let at = 0;
  for (const [name, bytes] of entries) {
    const packed = deflateRawSync(bytes);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(saidBytes ?? bytes.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), fields, Buffer.from(name), packed]);
    const more = Buffer.alloc(14);
    more.writeUInt32LE(at, 10);
    central.push(Buffer.concat([Buffer.from('PK\u0001\u0002'), Buffer.of(20, 0), fields, more, Buffer.from(name)]));
    locals.push(local);
    at += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...locals, directory, Buffer.from('PK\u0005\u0006'), end]);
}

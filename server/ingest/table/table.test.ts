import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runs } from '../../testing/effort.ts';
import { readTable } from '../read-csv.ts';
import { readSourceFile } from '../read-file.ts';
import type { ReadOptions } from '../read-file.ts';
import type { SourceFile } from '../types.ts';
import { csvForm } from './csv-rows.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chengtu-table-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(text: string, options: Partial<ReadOptions> = {}): Promise<SourceFile> {
  const path = join(folder, 'table.csv');
  await writeFile(path, text);
  return readSourceFile(path, { idAttribute: null, ...options });
}

const POINT = { type: 'Point', coordinates: [120.38, 36.06] };
const row = (number: number, id: string, properties: Readonly<Record<string, string>>) => ({
  number,
  id,
  geometry: POINT,
  properties,
  text: true,
});

describe('what spreadsheets leave in a table', () => {
  it.each([
    ['empty rows at the end', 'id,name,lon,lat\r\n1,a,120.38,36.06\r\n,,,\r\n,,,\r\n'],
    ['empty rows between, of blanks too', 'id,name,lon,lat\r\n\r\n , ,,\r\n1,a,120.38,36.06\r\n\r\n'],
    ['a line that names the delimiter', '\uFEFFsep=;\r\nid;name;lon;lat\r\n1;a;120.38;36.06\r\n'],
    ['such a line in quotation marks, with delimiters behind', '"sep=;";;;\nid;name;lon;lat\n1;a;120.38;36.06\n'],
    ['commas behind the last column', 'id,name,lon,lat,,\r\n1,a,120.38,36.06,,\r\n'],
    ['rows with more and fewer of them', 'id,name,lon,lat,,\n1,a,120.38,36.06\n'],
    ['and others with many more', 'id,name,lon,lat\n1,a,120.38,36.06,,,,\n'],
    ['an empty column between', 'id,,name,lon,lat\n1,,a,120.38,36.06\n'],
    ['a byte order mark', '\uFEFFid,name,lon,lat\n1,a,120.38,36.06\n'],
    ['line ends of old Macs', 'id,name,lon,lat\r1,a,120.38,36.06\r'],
    ['line ends of two kinds', 'id,name,lon,lat\r\n1,a,120.38,36.06\n\n'],
    ['no line end at the end', 'id,name,lon,lat\n1,a,120.38,36.06'],
    ['bars', 'id|name|lon|lat\n1|a|120.38|36.06\n'],
    ['tabs', 'id\tname\tlon\tlat\n1\ta\t120.38\t36.06\n'],
    ['semicolons, and commas in quotation marks', '"id";"name";"lon";"lat"\n"1";"a";"120.38";"36.06"\n'],
    ['blanks around names and values', ' id , name , lon , lat \n 1 , a , 120.38 , 36.06 \n'],
    ['a number sign in front of the header', '#id,name,lon,lat\n1,a,120.38,36.06\n'],
  ])('is passed over: %s', async (_, text) => {
    const { features, errors, notes } = await read(text);
    expect(errors).toEqual([]);
    expect(features).toEqual([row(1, '1', { name: 'a' })]);
    expect(notes).toEqual([]);
  });

  it('is passed over and counted where it is a remark', async () => {
    const { features, notes } = await read(
      '# 来源：公开数据\n// 2024\nid,name,lon,lat\n1,a,120.38,36.06\n# 以下为新增\n2,#b,120.38,36.06\n',
    );
    expect(features).toEqual([row(1, '1', { name: 'a' }), row(2, '2', { name: '#b' })]);
    expect(notes.map(({ params }) => params)).toEqual([{ count: 2 }, { count: 1 }]);
  });

  it('is told of where cells are missing at the end of rows', async () => {
    const { features, notes } = await read('id,lon,lat,name,note\n1,120.38,36.06,a,x\n2,120.38,36.06,b\n');
    expect(features).toEqual([row(1, '1', { name: 'a', note: 'x' }), row(2, '2', { name: 'b', note: '' })]);
    expect(notes).toEqual([{ message: 'rows-short', params: { count: 1 } }]);
  });

  it('keeps quotation marks, line ends and delimiters within cells', async () => {
    const { features } = await read('id,name,lon,lat\n1,"a, ""b""\nc",120.38,36.06\n2,5" 管,120.38,36.06\n');
    expect(features.map(({ properties }) => properties.name)).toEqual(['a, "b"\nc', '5" 管']);
  });

  it('keeps a column called __proto__', async () => {
    const { features } = await read('id,__proto__,lon,lat\n1,a,120.38,36.06\n');
    expect(Object.entries(features[0]?.properties ?? {})).toEqual([['__proto__', 'a']]);
  });
});

describe('what would lose something', () => {
  it.each([
    ['id,name,name,lon,lat\n1,a,b,120.38,36.06\n', { name: 'name', first: 2, second: 3 }],
    ['id,name,lon,lat,名称, 名称 \n1,a,120.38,36.06,b,c\n', { name: '名称', first: 5, second: 6 }],
    ['id,lon,lat,lon,lat\n1,120.38,36.06,121,36\n', { name: 'lon', first: 2, second: 4 }],
  ])('the same name twice is an error that names both columns', async (text, params) => {
    expect((await read(text)).errors).toEqual([{ feature: 0, message: 'header-twice', params }]);
  });

  it('a value in a column without a name is given as one, to be refused like any unknown', async () => {
    expect((await read(',id,name,lon,lat\n0,1,a,120.38,36.06\n')).features).toEqual([
      row(1, '1', { '(1)': '0', name: 'a' }),
    ]);
  });

  it('a cell more than the header has is an error that names the row of the file', async () => {
    const { errors } = await read('# x\nid,name,lon,lat\n\n1,a,120.38,36.06\n2,b, c,120.38,36.06\n');
    expect(errors).toEqual([{ feature: 2, message: 'row-longer', params: { row: 5, cells: 5, columns: 4 } }]);
  });

  it('rows above the header are told, and passed over where the row of the header is named', async () => {
    const text = '青岛市公共厕所一览表,,,\n截至 2024 年底,,,\nid,name,lon,lat\n1,a,120.38,36.06\n';
    expect((await read(text)).errors).toEqual([
      { feature: 0, message: 'header-below', params: { row: 3, first: '青岛市公共厕所一览表' } },
    ]);
    expect((await read(text, { headerRow: 3 })).features).toEqual([row(1, '1', { name: 'a' })]);
    expect((await read(text, { headerRow: 9 })).errors).toEqual([
      { feature: 0, message: 'header-row-absent', params: { row: 9 } },
    ]);
  });

  it('a quotation mark that is not closed is an error, and no feature is read behind it', async () => {
    expect((await read('id,name,lon,lat\n1,"a,120.38,36.06\n2,b,120.38,36.06\n')).errors).toMatchObject([
      { feature: 0, message: 'csv-malformed' },
    ]);
  });

  it('an unknown encoding, or bytes that are not of the one named, are errors', async () => {
    const path = join(folder, 'table.csv');
    await writeFile(path, Buffer.from('69642c6e616d652c6c6f6e2c6c61740a312cd6d02c3132302c33360a', 'hex'));
    expect((await readSourceFile(path, { idAttribute: null, encoding: 'utf-8' })).errors).toMatchObject([
      { feature: 0, message: 'encoding-wrong' },
    ]);
    expect((await readSourceFile(path, { idAttribute: null, encoding: 'gbk' })).features[0]?.properties).toEqual({
      name: '中',
    });
  });
});

describe('the delimiter', () => {
  it.each([
    [',', 'id,name;x,lon,lat\n1,a;b;c;d,120,36\n'],
    [';', 'id;name;lon;lat;value\n1;b;120,3840;36,0620;3,5\n'],
    [';', 'id;lon;lat\n1;120,3;36,1\n2;120,4;36,2\n'],
    ['\t', 'id\tname\tlon\tlat\n1\ta, b, c, d, e\t120\t36\n'],
    ['|', 'id|lon|lat\n1|120|36\n'],
    [',', 'wkt\n'],
  ])('%j splits %j', (delimiter, text) => {
    expect(csvForm(text)).toEqual({ delimiter, skipped: 0 });
  });

  it('of any table that a program writes is found, and the table read as it was', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '中', ' ', '"', ',', ';', '|', '\n', '1', '.'), maxLength: 8 });
    const table = fc
      .tuple(fc.constantFrom(',', ';', '\t', '|'), fc.constantFrom('\n', '\r\n'), fc.integer({ min: 2, max: 6 }))
      .chain(([delimiter, end, columns]) =>
        fc.record({
          delimiter: fc.constant(delimiter),
          end: fc.constant(end),
          rows: fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { maxLength: 12 }),
          columns: fc.constant(columns),
        }),
      );
    fc.assert(
      fc.property(table, ({ delimiter, end, rows, columns }) => {
        const header = Array.from({ length: columns }, (_, nth) => `c${nth}`);
        const text = [header, ...rows]
          .map((each) => each.map((value) => `"${value.replaceAll('"', '""')}"`).join(delimiter) + end)
          .join('');
        const kept = rows.filter((each) => !each.every((value) => value.trim() === ''));
        expect(readTable(text)).toEqual({ header, body: kept, comments: 0 });
      }),
      { numRuns: runs({ daily: 200, full: 5000 }), seed: 12 },
    );
  });
});

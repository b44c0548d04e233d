import { parse } from 'csv-parse/sync';
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { csvPieces, type CsvValue } from '../../../format/csv.ts';
import { dissolve } from './dissolve.ts';
import { shorten, wrap } from '../../../format/wrap.ts';
import { fileName } from '../../../format/file-name.ts';
import { flow, type Block, type Column } from './flow.ts';
import { roundLength } from '../../../format/scale.ts';
import { mm, paperPt, paperPx, tilesOf } from './paper.ts';
import { crc32, withResolution } from './png.ts';

const csv = (header: readonly string[], rows: readonly (readonly CsvValue[])[]): string =>
  [...csvPieces(header, rows, { rowsPerPiece: 2 })].join('');

describe('CSV', () => {
  it('begins with a byte order mark, ends lines in CRLF, and quotes what has to be', () => {
    expect(
      csv(
        ['a', 'b,c'],
        [
          [1.25, 'say "x"'],
          [null, 'two\nlines'],
        ],
      ),
    ).toBe('\uFEFFa,"b,c"\r\n1.25,"say ""x"""\r\n,"two\nlines"\r\n');
  });

  it('reads back the same through another parser, in any number of pieces', () => {
    const rows = Array.from({ length: 7 }, (_, k): CsvValue[] => [k, `第${k}行，"引号", 逗号`, k / 3]);
    const read = parse(csv(['n', '文本', '值'], rows), { bom: true });
    expect(read).toEqual([['n', '文本', '值'], ...rows.map((row) => row.map(String))]);
  });

  it('neutralises formulas, but keeps negative numbers', () => {
    const [, ...rows] = parse(csv(['a'], [['=1+1'], ['+A1'], ['-x'], ['@SUM(A1)'], ['\tx'], [-1.5]]), { bom: true });
    expect(rows.flat()).toEqual(["'=1+1", "'+A1", "'-x", "'@SUM(A1)", "'\tx", '-1.5']);
  });

  it('leaves values empty that are not finite', () => {
    expect(csv(['a', 'b'], [[Infinity, NaN]])).toBe('\uFEFFa,b\r\n,\r\n');
  });
});

describe('names of files', () => {
  it('hold scenario and day, in any language', () => {
    expect(fileName(['近期方案', 'cells', '2026-01-05'], 'csv')).toBe('chengtu_近期方案_cells_2026-01-05.csv');
  });

  it('hold no character or word that a file system reserves', () => {
    expect(fileName(['../a/b\\c:*?"<>|', '...', 'con', ' x\ty\u0000 '], 'pdf')).toBe('chengtu_a-b-c_con-_x-y.pdf');
    expect(fileName(['长'.repeat(500)], 'png')).toBe(`chengtu_${'长'.repeat(40)}.png`);
    expect(fileName(['=cmd', '\u202Egpj'], 'csv')).toBe('chengtu_cmd_gpj.csv');
  });
});

/** One white pixel. */
function tinyPng(): Uint8Array {
  const chunk = (type: string, data: Uint8Array): Uint8Array => {
    const body = new Uint8Array([...Buffer.from(type), ...data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return new Uint8Array([...frame.subarray(0, 4), ...body, ...frame.subarray(4)]);
  };
  const header = Uint8Array.of(0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0);
  return new Uint8Array([
    0x89,
    0x50,
    0x4e,
    0x47,
    0x0d,
    0x0a,
    0x1a,
    0x0a,
    ...chunk('IHDR', header),
    ...chunk('IDAT', deflateSync(Buffer.from([0, 255]))),
    ...chunk('IEND', new Uint8Array()),
  ]);
}

function chunksOf(png: Uint8Array): { type: string; data: Buffer; isSound: boolean }[] {
  const bytes = Buffer.from(png);
  const chunks = [];
  for (let at = 8; at < bytes.length; ) {
    const size = bytes.readUInt32BE(at);
    const body = bytes.subarray(at + 4, at + 8 + size);
    chunks.push({
      type: body.toString('latin1', 0, 4),
      data: body.subarray(4),
      isSound: crc32(body) === bytes.readUInt32BE(at + 8 + size),
    });
    at += size + 12;
  }
  return chunks;
}

describe('PNG', () => {
  it('says 300 dpi before its picture, once, with sound checksums', () => {
    const once = withResolution(tinyPng(), 72);
    const chunks = chunksOf(withResolution(once, 300));
    expect(chunks.map(({ type }) => type)).toEqual(['IHDR', 'pHYs', 'IDAT', 'IEND']);
    expect(chunks.every(({ isSound }) => isSound)).toBe(true);
    const { data } = chunks[1] ?? { data: Buffer.alloc(9) };
    expect([data.readUInt32BE(0), data.readUInt32BE(4), data[8]]).toEqual([11811, 11811, 1]);
  });

  it('computes the checksum of the standard’s own example, and refuses a file that is not a PNG', () => {
    expect(crc32(Buffer.from('123456789'))).toBe(0xcbf43926);
    expect(() => withResolution(Buffer.from('GIF89a..'), 300)).toThrow('PNG');
    expect(() => withResolution(tinyPng().subarray(0, 30), 300)).toThrow('cut off');
  });
});

describe('paper', () => {
  it('is 2480 × 3508 pixels for A4 at 300 dpi, 3508 × 4961 for A3, and its own size in points', () => {
    expect(paperPx('a4', 'portrait')).toEqual({ width: 2480, height: 3508 });
    expect(paperPx('a3', 'landscape')).toEqual({ width: 4961, height: 3508 });
    const { width, height } = paperPt('a4', 'portrait');
    expect([width, height].map((each) => each.toFixed(2))).toEqual(['595.28', '841.89']);
    expect(mm(25.4)).toBe(300);
  });

  it('is drawn in pieces where it is larger than the device can draw, which cover it once', () => {
    expect(tilesOf({ width: 2200, height: 1500 }, 4096)).toEqual([{ x: 0, y: 0, width: 2200, height: 1500 }]);
    const tiles = tilesOf({ width: 4725, height: 3001 }, 2048);
    expect(tiles).toHaveLength(6);
    expect(tiles.every(({ width, height }) => width <= 2048 && height <= 2048)).toBe(true);
    expect(tiles.reduce((sum, { width, height }) => sum + width * height, 0)).toBe(4725 * 3001);
  });

  it('has scale bars of round lengths', () => {
    expect([999, 1000, 2400, 7300, 0.7].map(roundLength)).toEqual([500, 1000, 2000, 5000, 0.5]);
  });
});

describe('blocks of a brief', () => {
  function* columns(height: number): Generator<Column, Column> {
    for (let page = 1; ; page += 1) yield { page, x: 0, y: 10, width: 100, height };
  }
  const block = (height: number, more: Partial<Block> = {}): Block => ({ height, ...more });

  it('go on in the next column, a heading with what follows it', () => {
    const blocks = [block(60), block(20, { keepWithNext: true, gap: 5 }), block(30)];
    expect(flow(blocks, columns(100)).map(({ column, y }) => [column.page, y])).toEqual([
      [1, 10],
      [2, 10],
      [2, 30],
    ]);
  });

  it('repeat the head of a table where it continues', () => {
    const head = block(10, { keepWithNext: true });
    const rows = Array.from({ length: 10 }, () => block(20, { repeat: head }));
    const placed = flow<Block & { repeat?: Block }>([head, ...rows], columns(100));
    expect(placed.filter((each) => each.block === head).map(({ column }) => column.page)).toEqual([1, 2, 3]);
    expect(placed.filter(({ column }) => column.page === 2)).toHaveLength(5);
    expect(placed.every(({ y, block: { height } }) => y + height <= 110)).toBe(true);
  });

  it('overflow where they are higher than any column, rather than never end', () => {
    expect(flow([block(10), block(500), block(10)], columns(100)).map(({ column }) => column.page)).toEqual([1, 2, 3]);
  });
});

describe('lines of text', () => {
  const measure = (text: string): number => [...text].length;

  it('break Chinese anywhere but before closing marks, and Latin at spaces', () => {
    expect(wrap('人口以单元计，按中心。', 6, measure)).toEqual(['人口以单元', '计，按中心。']);
    expect(wrap('甲乙丙“丁”戊', 4, measure)).toEqual(['甲乙丙', '“丁”戊']);
    expect(wrap('the people of a city', 9, measure)).toEqual(['the', 'people of', 'a city']);
    expect(wrap('一行', 10, measure)).toEqual(['一行']);
    expect(wrap('', 10, measure)).toEqual(['']);
  });

  it('break a word that is longer than a line, and lose nothing of it', () => {
    const link = 'http://127.0.0.1/plan?at=1,2,3&sc=s1';
    const lines = wrap(link, 10, measure);
    expect(lines.every((line) => line.length <= 10)).toBe(true);
    expect(lines.join('')).toBe(link);
  });

  it('end in an ellipsis where there is room for one line alone', () => {
    expect(shorten('abcdef', 4, measure)).toBe('abc…');
    expect(shorten('abc', 4, measure)).toBe('abc');
  });
});

describe('cells that touch', () => {
  /**
   * Unit squares by column and row, a thousandth of a degree wide; each corner a little off, as floats of 32 bits are.
   */
  const cells = (places: readonly (readonly [number, number])[]): [number, number][][] =>
    places.map(([x, y], k) => {
      const off = (k % 3) * 1e-7;
      return [
        [x, y],
        [x + 1, y],
        [x + 1, y + 1],
        [x, y + 1],
      ].map(([a, b]) => [120 + (a ?? 0) / 1000 + off, 36 + (b ?? 0) / 1000 - off]);
    });
  const area = (ring: readonly (readonly [number, number])[]): number =>
    ring.slice(1).reduce((sum, [x, y], k) => {
      const [px, py] = ring[k] ?? [0, 0];
      return sum + ((px - 120) * (y - 36) - (x - 120) * (py - 36)) / 2;
    }, 0) * 1e6;
  const shapes = (places: readonly (readonly [number, number])[]) =>
    dissolve(cells(places)).map((polygon) => polygon.map((ring) => Math.round(area(ring))));

  it('become one area without the edges between them', () => {
    const [polygon] = dissolve(
      cells([
        [0, 0],
        [1, 0],
        [1, 1],
      ]),
    );
    expect(polygon).toHaveLength(1);
    expect(polygon?.[0]?.at(0)).toEqual(polygon?.[0]?.at(-1));
    expect(
      shapes([
        [0, 0],
        [1, 0],
        [1, 1],
      ]),
    ).toEqual([[3]]);
  });

  it('keep a hole, clockwise, in the area that it lies in', () => {
    const ring = [
      [0, 0],
      [1, 0],
      [2, 0],
      [0, 1],
      [2, 1],
      [0, 2],
      [1, 2],
      [2, 2],
    ] as const;
    expect(shapes(ring)).toEqual([[9, -1]]);
    expect(shapes([...ring, [5, 5]]).sort()).toEqual([[1], [9, -1]]);
  });

  it('are an area for each where cells around a gap touch at corners alone', () => {
    const around = [
      [1, 0],
      [0, 1],
      [2, 1],
      [1, 2],
    ] as const;
    expect(shapes(around)).toEqual([[1], [1], [1], [1]]);
    expect(shapes([...around, [0, 0], [2, 2], [0, 2], [2, 0]])).toEqual([[9, -1]]);
  });

  it('are two areas where only a corner is in common, and two holes likewise: no ring meets itself', () => {
    expect(
      shapes([
        [0, 0],
        [1, 1],
      ]),
    ).toEqual([[1], [1]]);
    const block = Array.from({ length: 16 }, (_, k) => [k % 4, Math.floor(k / 4)] as const).filter(
      ([x, y]) => !((x === 1 && y === 1) || (x === 2 && y === 2)),
    );
    expect(shapes(block)).toEqual([[16, -1, -1]]);
    for (const polygon of dissolve(cells(block))) {
      for (const loop of polygon) expect(new Set(loop.slice(1).map(String)).size).toBe(loop.length - 1);
    }
  });
});

import { describe, expect, it } from 'vitest';
import { readWkb, WkbError } from './wkb.ts';

/** As `select encode(ST_AsBinary('…'::geometry), 'hex')` prints them. */
const POINT = '0101000000000000000000f03f0000000000000040';
const EMPTY_POINT = '0101000000000000000000f87f000000000000f87f';
const BIG_ENDIAN_LINE =
  '000000000200000002' + '3ff0000000000000' + '4000000000000000' + '4008000000000000' + '4010000000000000';
const LINE = '010200000002000000' + '000000000000f03f' + '0000000000000040' + '0000000000000840' + '0000000000001040';
const POLYGON =
  '01030000000100000004000000' +
  '00000000000000000000000000000000' +
  '00000000000008400000000000000000' +
  '00000000000008400000000000000840' +
  '00000000000000000000000000000000';
const collection = (type: string, ...parts: string[]): string =>
  `01${type}000000${String(parts.length).padStart(2, '0')}000000${parts.join('')}`;
const read = (hex: string) => readWkb(Buffer.from(hex, 'hex'));

describe('well-known binary', () => {
  it('reads points, lines and polygons, in either byte order', () => {
    expect(read(POINT)).toEqual({ kind: 'Point', points: [1, 2] });
    expect(read(LINE)).toEqual({ kind: 'LineString', lines: [[1, 2, 3, 4]] });
    expect(read(BIG_ENDIAN_LINE)).toEqual(read(LINE));
    expect(read(POLYGON)).toEqual({ kind: 'Polygon', polygons: [[[0, 0, 3, 0, 3, 3, 0, 0]]] });
  });

  it('reads their multiple forms', () => {
    expect(read(collection('04', POINT, POINT))).toEqual({ kind: 'Point', points: [1, 2, 1, 2] });
    expect(read(collection('05', LINE, LINE))).toEqual({
      kind: 'LineString',
      lines: [
        [1, 2, 3, 4],
        [1, 2, 3, 4],
      ],
    });
    expect(read(collection('06', POLYGON))).toEqual(read(POLYGON));
  });

  it('keeps of a mixed collection the parts of the highest dimension', () => {
    expect(read(collection('07', POINT, POLYGON, LINE))).toEqual(read(POLYGON));
  });

  it('reads empty geometries as null', () => {
    expect(read(EMPTY_POINT)).toBeNull();
    expect(read(collection('06'))).toBeNull();
  });

  it('refuses bytes that end too early, and geometries with heights', () => {
    expect(() => read(LINE.slice(0, -2))).toThrow(WkbError);
    expect(() => read('')).toThrow(WkbError);
    expect(() => read('01e9030000' + '00'.repeat(24))).toThrow(WkbError);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeColumnar, encodeColumnar, ColumnarError, type ColumnarArray } from './columnar-message.ts';

const array = fc.oneof<fc.Arbitrary<ColumnarArray>[]>(
  fc.uint8Array(),
  fc.int8Array(),
  fc.uint16Array(),
  fc.int16Array(),
  fc.uint32Array(),
  fc.int32Array(),
  fc.float32Array(),
  fc.float64Array(),
);

describe('a columnar message', () => {
  it('gives back every array bit by bit, wherever its bytes lie in memory', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), array, { noNullPrototype: true }),
        fc.jsonValue(),
        fc.nat(15),
        (arrays, header, shift) => {
          const bytes = encodeColumnar({ header, arrays });
          const moved = new Uint8Array(bytes.length + shift);
          moved.set(bytes, shift);
          const read = decodeColumnar(moved.subarray(shift));
          expect(JSON.stringify(read.header)).toBe(JSON.stringify(header));
          expect(Object.keys(read.arrays)).toEqual(Object.keys(arrays));
          for (const [name, was] of Object.entries(arrays)) {
            const is = read.arrays[name] as ColumnarArray;
            expect(is.constructor).toBe(was.constructor);
            expect(
              Buffer.from(is.buffer, is.byteOffset, is.byteLength).equals(
                Buffer.from(was.buffer, was.byteOffset, was.byteLength),
              ),
            ).toBe(true);
          }
        },
      ),
      { numRuns: 200, seed: 4 },
    );
  });

  it('that was cut off anywhere, or is something else, is refused', () => {
    const bytes = encodeColumnar({
      header: { id: '城' },
      arrays: { a: new Float64Array(3), b: new Uint8Array([1, 2, 3]) },
    });
    for (let length = 0; length <= bytes.length - 8; length += 1)
      expect(() => decodeColumnar(bytes.subarray(0, length))).toThrow(ColumnarError);
    expect(() => decodeColumnar(new TextEncoder().encode('CTF1....{}{}{}{}'))).toThrow(ColumnarError);
    expect(() => decodeColumnar(new TextEncoder().encode('<!doctype html>'))).toThrow(ColumnarError);
  });
});

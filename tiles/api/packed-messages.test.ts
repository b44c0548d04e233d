import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnarSize, decodeColumnar, encodeColumnar } from './columnar-message.ts';
import type { CellsHeader, CoverageHeader } from './coverage.ts';
import { packDifferences, packIntegers, unpackDifferences, unpackIntegers } from './packed-integers.ts';
import { packCells, packCoverage, roundedUp, unpackCells, unpackCoverage } from './packed-messages.ts';

const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });

describe('packed whole numbers', () => {
  it('come back, whatever they are', () => {
    fc.assert(
      fc.property(fc.array(int32), (values) => {
        expect(Array.from(unpackDifferences(packDifferences(values), values.length))).toEqual(values);
        const natural = values.map((value) => value >>> 0);
        expect(Array.from(unpackIntegers(packIntegers(natural), natural.length))).toEqual(natural);
      }),
    );
  });

  it('take one byte each where they change little', () => {
    expect(packDifferences([0, 60, 3, -5]).length).toBe(4);
    expect(packIntegers([0, 0]).length).toBe(0);
  });
});

const wire = (message: Parameters<typeof encodeColumnar>[0]) => decodeColumnar(encodeColumnar(message));

describe('packed coverage', () => {
  it('says the times rounded up to half a second, and the nearest facility and gap of every cell', () => {
    const cost = Float32Array.of(0, 0.2, 599.5, 600, 600.1, Infinity);
    const gap = (cells: number[]) => ({ people: 1, cells, rank: 1 }) as unknown as CoverageHeader['gaps'][number];
    const header = { key: 'k', gaps: [gap([4]), gap([1, 5])] } as unknown as CoverageHeader;
    const nearest = Int32Array.of(0, 3, 2, 2, 70_000, -1);
    const read = unpackCoverage(wire(packCoverage({ header, arrays: { cost, nearest } })));
    expect(read.header).toEqual(header);
    expect(Array.from(read.arrays['cost'] ?? [])).toEqual([0, 0.5, 599.5, 600, 600.5, Infinity]);
    expect(Array.from(read.arrays['nearest'] ?? [])).toEqual(Array.from(nearest));
  });

  it('has every cell within the same whole second as before', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 86_400, noNaN: true }),
        fc.integer({ min: 0, max: 86_400 }),
        (time, limit) => {
          expect(roundedUp(time) <= limit).toBe(time <= limit);
          expect(roundedUp(roundedUp(time))).toBe(roundedUp(time));
        },
      ),
    );
    expect(roundedUp(Infinity)).toBe(Infinity);
  });
});

describe('packed cells on no grid', () => {
  it('stand where they stood, to a centimetre, with the people they had', () => {
    for (const people of [Float64Array.of(3, 0, 12), Float64Array.of(0.25, 1, 2), Float64Array.of(1 / 3, 1, 2)]) {
      const header = { count: 3, ringSize: 1, id: 'people' } as unknown as CellsHeader;
      const arrays = {
        lonLat: Float64Array.of(120.123456789, 36.1, 120.2, -36.2, -179.9999999, 0),
        ring: Float32Array.of(0.001, -0.001, 0.002, 0, 0, 0.0005),
        people,
        areaM2: Float64Array.of(1.5, 2.25, 0),
        district: Int16Array.of(0, -1, 1),
        subdistrict: Int16Array.of(-1, -1, 300),
        landUse: Int16Array.of(2, 2, 2),
      };
      const message = wire(packCells({ header, arrays }, null));
      const read = unpackCells(message);
      expect(read.header).toEqual(header);
      for (const name of ['people', 'areaM2', 'district', 'subdistrict', 'landUse'] as const)
        expect(read.arrays[name]).toEqual(arrays[name]);
      for (const name of ['lonLat', 'ring'] as const)
        (read.arrays[name] ?? []).forEach((value: number, k: number) =>
          expect(Math.abs(value - (arrays[name][k] as number))).toBeLessThan(6e-8),
        );
    }
  });
});

describe('the size of a columnar message', () => {
  it('is known once its header is there', () => {
    const bytes = encodeColumnar({
      header: { a: '城' },
      arrays: { one: Uint8Array.of(1, 2, 3), two: Int16Array.of(1) },
    });
    expect(columnarSize(bytes)).toBe(bytes.length);
    expect(columnarSize(bytes.subarray(0, bytes.length - 20))).toBe(bytes.length);
    expect([columnarSize(bytes.subarray(0, 5)), columnarSize(bytes.subarray(0, 20))]).toEqual([null, null]);
  });
});

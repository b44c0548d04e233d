import { describe, expect, it } from 'vitest';
import { decodeColumnar } from '../../../tiles/api/columnar-message.ts';
import { unpackCells } from '../../../tiles/api/packed-messages.ts';
import { encodeCells } from './cells-message.ts';
import { squareKey } from './cells.ts';
import { squareDemand } from './make.ts';
import { createProjection, gaussKruger } from './projection.ts';

const TEXT = { zh: '人口', en: 'People' };
const META = { id: 'people', title: TEXT, provenance: 'synthetic', source: TEXT };

/** Squares of 100 m in a zone of the projection, at columns and rows from where a place lies. */
function demandOf(lon: number, lat: number, places: readonly (readonly [column: number, row: number])[]) {
  const proj = gaussKruger(lon);
  const [x, y] = createProjection(proj).forward(lon, lat);
  const people = new Map(
    places.map(([column, row], k) => [squareKey(Math.floor(x / 100) + column, Math.floor(y / 100) + row), k % 90]),
  );
  return squareDemand(
    people,
    new Map(),
    { sizeM: 100, proj },
    { meta: META, ground: { districtAt: () => '370202', subdistrictAt: () => null } },
  );
}

/** Far apart in all directions, and two that touch. */
function spread(count: number, step: number): (readonly [number, number])[] {
  const places = Array.from({ length: count * count }, (_, k) => [(k % count) * step, Math.floor(k / count) * step]);
  return [...places, [1, 0]] as unknown as (readonly [number, number])[];
}

describe('cells on a grid', () => {
  it.each([
    ['a city', demandOf(120.4, 36.1, spread(40, 40))],
    ['a city at the edge of its zone', demandOf(118.6, 24.5, spread(40, 40))],
    ['a province', demandOf(119, 36, spread(30, 150))],
    ['a town', demandOf(120.4, 36.1, spread(3, 1))],
    [
      'one row of cells',
      demandOf(
        120.4,
        36.1,
        [0, 1, 2, 3, 9].map((column) => [column, 0] as const),
      ),
    ],
    ['a single cell', demandOf(120.4, 36.1, [[0, 0]])],
  ])('of %s come back to a millimetre, corners and areas too', (_, demand) => {
    const plain = decodeColumnar(encodeCells(demand, { form: 'plain' }));
    const packed = unpackCells(decodeColumnar(encodeCells(demand, { form: 'packed' })));
    expect(packed.header).toEqual(plain.header);
    const most = (name: string): number =>
      (plain.arrays[name] as Float64Array).reduce(
        (worst, value, k) => Math.max(worst, Math.abs(value - (packed.arrays[name]?.[k] ?? NaN))),
        0,
      );
    expect(packed.arrays['lonLat']).toHaveLength(2 * demand.count);
    expect(most('lonLat')).toBeLessThan(1e-8);
    expect(most('ring')).toBeLessThan(1e-8);
    expect(most('areaM2')).toBeLessThan(1e-3);
    for (const name of ['people', 'district', 'subdistrict', 'landUse'])
      expect(packed.arrays[name]).toEqual(plain.arrays[name]);
  });
});

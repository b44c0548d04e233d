import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnalysisCatalogue } from '../../../../../tiles/api/coverage.ts';
import { CELLS } from '../fixture.ts';
import type { Cells } from './cells.ts';
import { chosenFacility, facilityChoices } from './facility-choices.ts';
import { gapMarks } from './gap-marks.ts';
import {
  hexagonsOf,
  nobodyColor,
  paintShares,
  shareClassOf,
  shareColors,
  subdistrictColors,
  subdistrictsOf,
  sumsOf,
  unservedInClasses,
} from './hexagons.ts';
import { outlineOf } from './outline.ts';

/** Squares of 0.001° whose corners agree to a hundred-millionth of a degree alone, as those of a projection do. */
function squares(places: readonly (readonly [column: number, row: number])[]): Cells {
  const noise = (k: number): number => 1e-8 * Math.sin(12.9898 * k);
  return {
    ...CELLS,
    count: places.length,
    lonLat: Float64Array.from(
      places.flatMap(([c, r], k) => [120 + 0.001 * (c + 0.5) + noise(k), 36 + 0.001 * (r + 0.5)]),
    ),
    ring: Float32Array.from(places.flatMap(() => [-0.0005, -0.0005, 0.0005, -0.0005, 0.0005, 0.0005, -0.0005, 0.0005])),
    people: new Float64Array(places.length).fill(1),
  };
}

const cellsOf = ({ count }: Cells): number[] => Array.from({ length: count }, (_, cell) => cell);

describe('the outline of cells', () => {
  it('has the edges that no two of them share: around a block, and around its hole', () => {
    const block = [0, 1, 2].flatMap((c) => [0, 1, 2].map((r) => [c, r] as const));
    const whole = squares(block);
    expect(outlineOf(whole, [cellsOf(whole)]).count).toBe(12);
    const holed = squares(block.filter(([c, r]) => c !== 1 || r !== 1));
    expect(outlineOf(holed, [cellsOf(holed)]).count).toBe(16);
  });

  it('is as long as neighbours are missing, whatever the cells', () => {
    const place = fc.tuple(fc.integer({ min: -4, max: 4 }), fc.integer({ min: -4, max: 4 }));
    fc.assert(
      fc.property(fc.uniqueArray(place, { selector: String, minLength: 1, maxLength: 40 }), (places) => {
        const own = new Set(places.map(String));
        const missing = places.flatMap(([c, r]) =>
          [
            [c - 1, r],
            [c + 1, r],
            [c, r - 1],
            [c, r + 1],
          ].filter((beside) => !own.has(String(beside))),
        );
        const cells = squares(places);
        expect(outlineOf(cells, [cellsOf(cells)]).count).toBe(missing.length);
      }),
    );
  });

  it('keeps areas that touch apart, and is none of points', () => {
    const cells = squares([
      [0, 0],
      [1, 0],
    ]);
    expect(outlineOf(cells, [[0], [1]]).count).toBe(8);
    expect(outlineOf({ ...cells, header: { ...cells.header, ringSize: 0 } }, [[0, 1]]).count).toBe(0);
  });
});

describe('the number of a gap', () => {
  it('stands on one of its cells', () => {
    // Around a corner: the middle of the three is nearest to the first.
    const cells = squares([
      [0, 0],
      [9, 0],
      [0, 9],
    ]);
    const area = { rank: 3, lon: 120.0031, lat: 36.003, cells: [0, 1, 2] } as unknown as Parameters<
      typeof gapMarks
    >[0][number];
    expect(gapMarks([area], cells).marks).toEqual([{ number: 3, lon: cells.lonLat[0], lat: cells.lonLat[1] }]);
  });
});

describe('the city in hexagons', () => {
  const wide = squares(Array.from({ length: 2500 }, (_, k) => [k % 50, Math.floor(k / 50)] as const));

  it('has each cell in the nearest of them', () => {
    const hexagons = hexagonsOf(wide, 750);
    const metres = (cell: number, k: number): number =>
      Math.hypot(
        ((wide.lonLat[2 * cell] ?? NaN) - (hexagons.lonLat[2 * k] ?? NaN)) *
          111_320 *
          Math.cos((36.0005 * Math.PI) / 180),
        ((wide.lonLat[2 * cell + 1] ?? NaN) - (hexagons.lonLat[2 * k + 1] ?? NaN)) * 111_320,
      );
    for (const cell of cellsOf(wide)) {
      const least = Math.min(...Array.from({ length: hexagons.count }, (_, k) => metres(cell, k)));
      const own = metres(cell, hexagons.of[cell] ?? -1);
      if (own > least + 0.01 || own > 750.01) throw new Error(`cell ${String(cell)} is ${String(own)} m away`);
    }
    expect(hexagons.count).toBeGreaterThan(15);
  });

  it('counts everybody once, and classes those who are not served', () => {
    const hexagons = hexagonsOf(wide, 750);
    const sums = sumsOf(hexagons, wide, (cell) =>
      cell % 10 === 0 ? 'neither' : cell % 3 === 0 ? 'unserved' : 'served',
    );
    const total = (values: Iterable<number>): number => [...values].reduce((a, b) => a + b, 0);
    expect([total(sums.people), total(sums.unserved), total(unservedInClasses(sums))]).toEqual([2250, 750, 750]);
    expect([0, 0.2, 0.21, 0.8, 1].map(shareClassOf)).toEqual([0, 0, 1, 3, 4]);
  });

  it('sums by subdistrict, those in none apart, and fades subdistricts without any chosen cell', () => {
    const units = subdistrictsOf(CELLS);
    expect([...units.of]).toEqual([0, 0, 1, 1, 1, 1]);
    const sums = sumsOf(units, CELLS, (cell) => (cell === 0 ? 'served' : 'unserved'));
    expect([...sums.people, ...sums.unserved]).toEqual([30, 120, 20, 120]);
    const color = shareColors('light')[3];
    expect(subdistrictColors(sums, CELLS, units, null, 'light')).toEqual({ '370202001': color });
    const far = Uint8Array.of(0, 0, 0, 1, 0, 0);
    expect(subdistrictColors(sums, CELLS, units, far, 'light')).toEqual({ '370202001': `${String(color)}3c` });
    const nobody = { people: new Float64Array(2), unserved: new Float64Array(2) };
    expect(subdistrictColors(nobody, CELLS, units, null, 'dark')).toEqual({ '370202001': nobodyColor('dark') });
  });

  it('paints nobody grey, and fades what holds no chosen cell', () => {
    const cells = {
      ...squares([
        [0, 0],
        [40, 0],
        [0, 40],
      ]),
      people: Float64Array.of(5, 5, 0),
    };
    const hexagons = hexagonsOf(cells, 750);
    const sums = sumsOf(hexagons, cells, (cell) => (cell === 0 ? 'unserved' : 'served'));
    const hex = (bytes: Uint8Array, k: number): string =>
      `#${[...bytes.subarray(4 * k, 4 * k + 3)].map((each) => each.toString(16).padStart(2, '0')).join('')}`;
    const painted = paintShares(sums, hexagons, Uint8Array.of(0, 1, 0), 'light');
    expect([hex(painted, 0), hex(painted, 1)]).toEqual([shareColors('light')[4], shareColors('light')[0]]);
    expect(shareColors('light')).not.toContain(hex(painted, 2));
    expect([painted[3], painted[7]].map((alpha) => (alpha ?? 0) > 128)).toEqual([false, true]);
  });
});

describe('the facilities of the question', () => {
  const title = { zh: '测试', en: 'Test' };
  const primary = { zh: '小学', en: 'Primary school' };
  const layers: AnalysisCatalogue['layers'] = [
    { id: 'cameras', title, capacities: [] },
    {
      id: 'schools',
      title,
      capacities: [],
      facility: { level: { attribute: 'level', values: [{ value: 'primary', title: primary }] } },
    },
    { id: 'stops', title, capacities: [], facility: { only: { attribute: 'kind', values: ['bus', 'metro'] } } },
  ];

  it('are layers that say so, their levels apart, and what an old link asks for', () => {
    expect(facilityChoices(layers, 'schools').map(({ id }) => id)).toEqual(['schools', 'schools primary', 'stops']);
    expect(facilityChoices(layers, 'cameras').map(({ id }) => id)).toContain('cameras');
    expect(facilityChoices(layers.slice(0, 1), 'cameras').map(({ id }) => id)).toEqual(['cameras']);
  });

  it('are known again by their filter, unless it is the reader’s own', () => {
    const choices = facilityChoices(layers, 'schools');
    for (const { id, layer, filters } of choices) expect(chosenFacility(choices, layer, filters)?.id).toBe(id);
    expect(chosenFacility(choices, 'stops')?.id).toBe('stops');
    const own = { level: { kind: 'choice', values: ['primary', 'junior'] } } as const;
    expect(chosenFacility(choices, 'schools', own)).toBeNull();
  });
});

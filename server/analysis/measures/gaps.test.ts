import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inputOf } from '../../testing/measure-inputs.ts';
import { gaps } from './gaps.ts';
import type { Touching } from './types.ts';

/** Cells of a picture: `.` within, `#` not, `?` unreachable. Touching by edges, as the cells lie. */
function pictured(
  rows: readonly string[],
  people: (index: number) => number = () => 1,
): { readonly input: ReturnType<typeof inputOf>; readonly touching: Touching } {
  const width = rows[0]?.length ?? 0;
  const cells = rows.join('');
  const around = Array.from(cells, (_, i) =>
    [i - width, i % width === 0 ? -1 : i - 1, (i + 1) % width === 0 ? -1 : i + 1, i + width].filter(
      (j) => j >= 0 && j < cells.length,
    ),
  );
  const start = new Uint32Array(cells.length + 1);
  for (const [i, own] of around.entries()) start[i + 1] = (start[i] as number) + own.length;
  const input = inputOf({
    costs: Array.from(cells, (cell) => [cell === '?' ? null : cell === '#' ? 900 : 300, 950]).map(([near, far], i) =>
      cells[i] === '?' ? [null, null] : [near ?? null, far ?? null],
    ),
    people: Array.from(cells, (_, i) => people(i)),
    lonLat: Array.from(cells, (_, i) => [i % width, -Math.floor(i / width)]).flat(),
    district: Array.from(cells, (_, i) => (i % width < width / 2 ? 'west' : 'east')),
    subdistrict: Array.from(cells, () => null),
  });
  return { input, touching: { start, index: Uint32Array.from(around.flat()) } };
}

const WITHIN = { within: 300 } as const;

describe('gap areas', () => {
  it('are cells that share an edge; a corner alone does not join', () => {
    const { input, touching } = pictured(['##..', '.#..', '..##', '#..#']);
    const { areas, people, areaM2, leftOut } = gaps(input, WITHIN, touching);
    expect(areas.map(({ cells }) => cells)).toEqual([[0, 1, 5], [10, 11, 15], [12]]);
    expect(areas.map(({ rank }) => rank)).toEqual([1, 2, 3]);
    expect({ people, areaM2, leftOut }).toEqual({ people: 7, areaM2: 70_000, leftOut: { areas: 0, people: 0 } });
  });

  it('of a page are no larger than what one place serves, each of one piece, and hold the same cells', () => {
    // A degree of latitude a row; a bend that a circle around its fullest cell leaves twice.
    const { input, touching } = pictured(['######', '.....#', '######'], (i) => (i === 2 ? 50 : 1));
    const reachM = 120_000;
    const { areas } = gaps(input, WITHIN, touching, reachM);
    const whole = gaps(input, WITHIN, touching);
    expect(areas[0]?.cells).toEqual([1, 2, 3]);
    expect(areas.flatMap(({ cells }) => cells).sort((a, b) => a - b)).toEqual(whole.areas[0]?.cells);
    for (const { cells } of areas) {
      const around = (cell: number): number[] =>
        Array.from(touching.index.subarray(touching.start[cell], touching.start[cell + 1])).filter((each) =>
          cells.includes(each),
        );
      const reached = new Set([cells[0] as number]);
      for (const cell of reached) for (const next of around(cell)) reached.add(next);
      expect(reached.size).toBe(cells.length);
      const rows = cells.map((cell) => Math.floor(cell / 6));
      expect(Math.max(...rows) - Math.min(...rows)).toBeLessThanOrEqual((2 * reachM) / 111_320);
    }
    expect(gaps(input, WITHIN, touching, 1e9).areas).toEqual(whole.areas);
  });

  it('are ranked by people, lie where most of these live, and name the facility nearest to most of them', () => {
    const { input, touching } = pictured(['##.#'], (i) => [1, 3, 5, 9][i] ?? 0);
    const { areas } = gaps(input, WITHIN, touching);
    expect(areas).toEqual([
      {
        rank: 1,
        people: 9,
        areaM2: 10_000,
        cells: [3],
        lon: 3,
        lat: 0,
        district: 'east',
        subdistrict: null,
        nearest: { facility: 'f0', cost: 900 },
      },
      {
        rank: 2,
        people: 4,
        areaM2: 20_000,
        cells: [0, 1],
        lon: 0.75,
        lat: 0,
        district: 'west',
        subdistrict: null,
        nearest: { facility: 'f0', cost: 900 },
      },
    ]);
  });

  it('count the unreachable apart, and have no nearest facility where nobody can reach one', () => {
    const { input, touching } = pictured(['?.??#'], (i) => i + 1);
    const result = gaps(input, WITHIN, touching);
    expect(result).toMatchObject({ people: 1 + 3 + 4 + 5, unreachablePeople: 1 + 3 + 4 });
    expect(result.areas.map(({ nearest }) => nearest)).toEqual([{ facility: 'f0', cost: 900 }, null]);
  });

  it('keep uninhabited ground, with its plain middle, and leave out what is asked to be', () => {
    const { input, touching } = pictured(['##.#.#'], (i) => [0, 0, 1, 2, 1, 8][i] ?? 0);
    expect(gaps(input, WITHIN, touching).areas.at(-1)).toMatchObject({
      people: 0,
      lon: 0.5,
      cells: [0, 1],
      nearest: { facility: 'f0', cost: 900 },
    });
    expect(gaps(input, { ...WITHIN, minPeople: 1 }, touching)).toMatchObject({
      areas: [{ people: 8 }, { people: 2 }],
      leftOut: { areas: 1, people: 0 },
    });
    expect(gaps(input, { ...WITHIN, most: 1 }, touching)).toMatchObject({
      people: 10,
      areas: [{ people: 8 }],
      leftOut: { areas: 2, people: 2 },
    });
  });

  it('are single cells where it is not known which touch', () => {
    const { input } = pictured(['###']);
    expect(gaps(input, WITHIN).areas.map(({ cells }) => cells)).toEqual([[0], [1], [2]]);
  });

  it('hold every cell that is not within exactly once, and no two of them touch', () => {
    const picture = fc.array(fc.stringMatching(/^[.#?]{9}$/), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(picture, (rows) => {
        const { input, touching } = pictured(rows);
        const { areas } = gaps(input, WITHIN, touching);
        const areaOf = new Map(areas.flatMap(({ cells, rank }) => cells.map((cell) => [cell, rank] as const)));
        expect(areas.reduce((sum, { cells }) => sum + cells.length, 0)).toBe(areaOf.size);
        expect([...areaOf.keys()].sort((a, b) => a - b)).toEqual(
          Array.from(rows.join(''), (cell, i) => (cell === '.' ? -1 : i)).filter((i) => i >= 0),
        );
        for (const [cell, rank] of areaOf) {
          for (const next of touching.index.subarray(touching.start[cell], touching.start[cell + 1]))
            expect(areaOf.get(next) ?? rank).toBe(rank);
        }
      }),
      { seed: 4, numRuns: 50 },
    );
  });
});

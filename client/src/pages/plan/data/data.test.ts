import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CoverageRequest } from '../../../../../tiles/api/coverage.ts';
import { answer, CELLS, cellsMessage, CELLS_HEADER, lonOfCell, PEOPLE } from '../fixture.ts';
import { arcsOf, boundsOf, cellAt, chosenCells, figuresOf } from './selection.ts';
import { meanShape, readCells } from './cells.ts';
import {
  costClasses,
  differenceClasses,
  differenceClassOf,
  fadeOthers,
  paintCosts,
  paintDifference,
  peopleInClasses,
} from './classes.ts';
import {
  changedCoverage,
  gainedAndLost,
  wholeCoverage,
  type Coverage,
  LIMIT_S,
  meanCost,
  sumByCost,
  sumWithin,
} from './coverage.ts';
import { groupFigures } from './groups.ts';

const request = (more: Partial<CoverageRequest> = {}): CoverageRequest => ({
  network: { stored: 'roads' },
  demand: { stored: 'people' },
  facilities: { layer: 'toilets' },
  limitS: LIMIT_S,
  withinS: 200,
  cells: 'changes',
  ...more,
});
const base = (existing?: readonly number[]): Coverage =>
  wholeCoverage(answer(request({ cells: 'all' }), existing), CELLS);
const PAIR = [0, 3];

describe('cells', () => {
  it('are refused where their arrays do not fit their number', () => {
    const { header, arrays } = cellsMessage();
    const { people: _, ...without } = arrays;
    expect(() => readCells({ header, arrays: without })).toThrow('bad-answer');
    expect(() => readCells(cellsMessage({ ...CELLS_HEADER, count: 7 }))).toThrow('bad-answer');
  });

  it('are drawn in their mean shape, turned as they lie', () => {
    const { radiusM, vertices } = meanShape(CELLS);
    expect(vertices).toHaveLength(4);
    expect(radiusM).toBeCloseTo(Math.hypot(0.0005 * 111_320 * Math.cos((36.07 * Math.PI) / 180), 0.0004 * 111_320), 5);
    expect(vertices.every(([x, y]) => Math.abs(Math.hypot(x, y) - 1) < 1e-6)).toBe(true);
  });

  it('without a shape are discs', () => {
    expect(
      meanShape(
        readCells({
          ...cellsMessage(),
          header: { ...CELLS_HEADER, ringSize: 0, kind: 'points' },
          arrays: { ...cellsMessage().arrays, ring: new Float32Array() },
        }),
      ).vertices,
    ).toHaveLength(12);
  });

  it('are found by a place within them, and not beside them', () => {
    expect(cellAt(CELLS, lonOfCell(3) + 0.0002, 36.07, 75)).toBe(3);
    expect(cellAt(CELLS, lonOfCell(3), 36.08, 75)).toBe(-1);
  });
});

describe('a scenario’s answer', () => {
  it('applied to the base equals the answer for the whole city', () => {
    const edits = [
      { kind: 'remove' as const, id: 'f0' },
      { kind: 'add' as const, id: 'new-1', lon: lonOfCell(5), lat: 36.07 },
    ];
    const whole = base(PAIR);
    const changed = changedCoverage(whole, answer(request({ edits }), PAIR), CELLS);
    const alone = wholeCoverage(answer(request({ edits, cells: 'all' }), PAIR), CELLS);
    expect(changed.cost).toEqual(alone.cost);
    const idsOf = ({ facilities, nearest }: Coverage) => Array.from(nearest, (index) => facilities[index]?.id);
    expect(idsOf(changed)).toEqual(idsOf(alone));
    expect([...changed.removed]).toEqual(['f0']);
    expect(changed.people).toEqual(alone.people);
    expect(whole.cost).toEqual(base(PAIR).cost);
  });

  it('that changes nothing keeps the arrays, so that nothing is painted anew', () => {
    const whole = base();
    expect(changedCoverage(whole, answer(request({ withinS: 300 })), CELLS).cost).toBe(whole.cost);
  });

  it('that does not fit the cells is refused', () => {
    const { header, arrays } = answer(request({ edits: [{ kind: 'remove', id: 'f0' }] }));
    expect(() => changedCoverage(base(), { header, arrays: { ...arrays, cell: Uint32Array.of(99) } }, CELLS)).toThrow(
      'bad-answer',
    );
    expect(() => wholeCoverage(answer(request({ edits: [{ kind: 'remove', id: 'f0' }] }), PAIR), CELLS)).toThrow(
      'bad-answer',
    );
  });

  it('says who gains and who loses, for any time, as the service does', () => {
    for (const withinS of [0, 100, 200, 300, 500]) {
      const edits = [{ kind: 'move' as const, id: 'f0', lon: lonOfCell(4), lat: 36.07 }];
      const whole = base();
      const message = answer(request({ edits, withinS }));
      const changed = changedCoverage(whole, message, CELLS);
      const { gainedPeople, lostPeople } = changed.header;
      expect(gainedAndLost(whole.cost, changed.cost, CELLS.people, withinS)).toEqual({
        gained: gainedPeople,
        lost: lostPeople,
      });
      expect(gainedAndLost(whole.cost, changed.cost, CELLS.people, withinS, changed.changed)).toEqual({
        gained: gainedPeople,
        lost: lostPeople,
      });
    }
  });
});

describe('shares', () => {
  it('equal a fresh count at every second', () => {
    const costs = fc.array(fc.oneof(fc.double({ min: 0, max: LIMIT_S, noNaN: true }), fc.constant(Infinity)), {
      minLength: 1,
      maxLength: 40,
    });
    fc.assert(
      fc.property(costs, fc.integer({ min: 0, max: LIMIT_S }), (list, seconds) => {
        const cost = Float32Array.from(list);
        const people = Float64Array.from(list, (_, k) => k + 1);
        const counted = people.reduce((sum, each, k) => ((cost[k] as number) <= seconds ? sum + each : sum), 0);
        expect(sumWithin(sumByCost(cost, people), seconds)).toBe(counted);
      }),
      { seed: 4, numRuns: 100 },
    );
  });

  it('never fall when more time is given', () => {
    const { people } = base();
    const shares = Array.from({ length: LIMIT_S + 1 }, (_, seconds) => sumWithin(people, seconds));
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect([sumWithin(people, 0), sumWithin(people, 200), sumWithin(people, LIMIT_S), people.total]).toEqual([
      10, 60, 150, 150,
    ]);
  });

  it('have a mean over those who get there, weighted by people', () => {
    expect(meanCost(Float32Array.of(60, 120, Infinity), Float64Array.of(1, 3, 9))).toBe(105);
    expect(meanCost(Float32Array.of(Infinity), Float64Array.of(9))).toBeNull();
  });

  it('by district add up to the city, people in no district included', () => {
    const rows = groupFigures(CELLS, base().cost, 'district', 200);
    expect(rows.map(({ key, people, peopleWithin, meanCost: mean }) => [key, people, peopleWithin, mean])).toEqual([
      ['370202', 60, 60, (20 * 100 + 30 * 200) / 60],
      ['370203', 40, 0, 300],
      [null, 50, 0, 500],
    ]);
    expect(rows.reduce((sum, { people }) => sum + people, 0)).toBe(PEOPLE.reduce<number>((sum, each) => sum + each, 0));
  });
});

describe('colours', () => {
  it('are at most seven classes, each farther than the one before, whatever the time', () => {
    for (let minutes = 1; minutes <= 60; minutes += 1) {
      const classes = costClasses(minutes * 60, LIMIT_S, 'light');
      expect(classes.length).toBeLessThanOrEqual(7);
      expect(new Set(classes.map(({ color }) => color)).size).toBe(classes.length);
      classes.slice(1).forEach(({ upTo }, k) => expect(upTo).toBeGreaterThan(classes[k]?.upTo ?? 0));
      expect(classes.filter(({ kind }) => kind === 'within').at(-1)?.upTo).toBe(minutes * 60);
    }
    expect(differenceClasses('dark')).toHaveLength(7);
  });

  it('follow the cost to the second: within is within', () => {
    const cost = Float32Array.of(0, 599, 600, 601, 1200, 1201, Infinity);
    const classes = costClasses(600, LIMIT_S, 'light');
    const out = new Uint8Array(4 * cost.length);
    paintCosts(cost, classes, out);
    const hex = (cell: number): string =>
      `#${[...out.subarray(4 * cell, 4 * cell + 3)].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
    expect([0, 1, 2, 3, 4, 5, 6].map(hex)).toEqual([0, 3, 3, 4, 4, 5, 6].map((k) => classes[k]?.color));
    expect(peopleInClasses(cost, Float64Array.of(1, 2, 3, 4, 5, 6, 7), classes)).toEqual(
      Float64Array.of(1, 0, 0, 5, 9, 6, 7),
    );
    fadeOthers(out, Uint8Array.of(1, 0, 0, 0, 0, 0, 0), 9);
    expect([out[3], out[7]]).toEqual([255, 9]);
  });

  it('of differences stand for faster and slower alike, and for a way that opens or closes', () => {
    const classes = differenceClasses('light');
    const kind = (before: number, after: number) => classes[differenceClassOf(classes, before, after)]?.kind;
    expect([
      kind(600, 300),
      kind(300, 600),
      kind(300, 310),
      kind(Infinity, Infinity),
      kind(Infinity, 100),
      kind(100, Infinity),
    ]).toEqual(['faster', 'slower', 'same', 'same', 'faster', 'slower']);
    expect(differenceClassOf(classes, Infinity, 100)).toBe(0);
    const out = new Uint8Array(8);
    paintDifference(Float32Array.of(600, 0), Float32Array.of(0, 600), classes, out);
    expect(out.subarray(0, 3)).not.toEqual(out.subarray(4, 7));
  });
});

describe('what is chosen', () => {
  const coverage = base(PAIR);
  const cellsOf = (chosen: Uint8Array | null): number[] =>
    Array.from(chosen ?? []).flatMap((on, cell) => (on === 1 ? [cell] : []));

  it('is a set of cells, however it was chosen', () => {
    expect(cellsOf(chosenCells({ kind: 'facility', id: 'f1' }, CELLS, coverage))).toEqual([2, 3, 4, 5]);
    expect(cellsOf(chosenCells({ kind: 'group', by: 'district', index: 1 }, CELLS, coverage))).toEqual([3, 4]);
    expect(
      cellsOf(
        chosenCells(
          {
            kind: 'cells',
            title: '',
            ranges: [
              [0, 2],
              [5, 6],
            ],
          },
          CELLS,
          coverage,
        ),
      ),
    ).toEqual([0, 1, 5]);
    expect(cellsOf(chosenCells({ kind: 'band', fromS: 0, toS: 100 }, CELLS, coverage))).toEqual([0, 1, 2, 3, 4]);
    expect(chosenCells({ kind: 'facility', id: 'gone' }, CELLS, coverage)).toBeNull();
    expect(chosenCells(null, CELLS, coverage)).toBeNull();
  });

  it('has people, area, and a box around it', () => {
    const chosen = chosenCells({ kind: 'group', by: 'district', index: 0 }, CELLS, coverage) ?? new Uint8Array();
    expect(figuresOf(chosen, CELLS, coverage.cost, 0)).toEqual({
      cells: 3,
      people: 60,
      areaM2: 30_000,
      peopleWithin: 10,
      areaM2Within: 10_000,
    });
    expect(boundsOf(chosen, CELLS)).toEqual([lonOfCell(0), 36.07, lonOfCell(2), 36.07]);
    expect(boundsOf(new Uint8Array(6), CELLS)).toBeNull();
  });

  it('has lines from its people to where they go, those of the most people where there are too many', () => {
    const all = arcsOf(new Uint8Array(6).fill(1), CELLS, coverage, 2);
    expect([all.count, all.leftOut]).toEqual([2, 3]);
    expect([...all.from].filter((_, k) => k % 2 === 0)).toEqual([lonOfCell(5), lonOfCell(3)]);
    expect([...all.to].filter((_, k) => k % 2 === 0)).toEqual([lonOfCell(3), lonOfCell(3)]);
  });
});

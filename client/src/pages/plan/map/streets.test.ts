import { describe, expect, it } from 'vitest';
import { STREETS } from '../state/streets.fixture.ts';
import type { StreetEdit } from '../../../../../tiles/api/street-edits.ts';
import { lengthM } from '../state/streets.ts';
import { linesOf, signsOf, streetAt, streetColor } from './streets.ts';

const PX_PER_DEGREE = 100_000;
const project = ({ lon, lat }: { readonly lon: number; readonly lat: number }) => ({
  x: (lon - 120.38) * PX_PER_DEGREE,
  y: (36.07 - lat) * PX_PER_DEGREE,
});
const find = (lon: number, lat: number, streets: readonly StreetEdit[] = STREETS, reachPx = 10) =>
  streetAt(streets, project({ lon, lat }), { lon, lat }, project, reachPx)?.id ?? null;

describe('streets on the map', () => {
  it('have signs along them, evenly, that turn with the line where they say its direction', () => {
    const east = STREETS.filter(({ kind }) => kind === 'oneway');
    const [edit] = east;
    const metres = edit === undefined || edit.kind === 'shut' ? NaN : lengthM(edit.line);
    expect(signsOf(east, metres / 4.5).map(({ sign, angle }) => [sign, Math.round(angle)])).toEqual([
      ['→', 0],
      ['→', 0],
      ['→', 0],
      ['→', 0],
    ]);
    const bent: StreetEdit = {
      kind: 'oneway',
      id: 'bent',
      line: [
        [120, 36],
        [120, 36.01],
        [119.99, 36.01],
      ],
    };
    const angles = signsOf([bent], 400).map(({ angle }) => Math.round(angle));
    expect([angles[0], angles.at(-1)]).toEqual([90, 180]);
    // However short, it has one.
    expect(signsOf([bent], 1e6)).toHaveLength(1);
    expect(signsOf([{ kind: 'close', id: 'at', line: [[120, 36]] }], 100)).toEqual([
      { lon: 120, lat: 36, kind: 'close', sign: '×', angle: 0 },
    ]);
    // Each street of the two ways has its own sign as well.
    const signs = signsOf(STREETS.slice(0, 1), 50).map(({ sign }) => sign);
    expect(new Set(signs)).toEqual(new Set(['+', '→']));
    expect(signsOf(STREETS.slice(-1), 50)).toHaveLength(1);
  });

  it('are found by the pointer near their line, the nearest first, and areas anywhere in them', () => {
    const far: StreetEdit = {
      kind: 'close',
      id: 'far',
      line: [
        [120.38, 36.0705],
        [120.385, 36.0705],
      ],
    };
    const two = [...STREETS.slice(0, 1), far];
    expect(find(120.3825, 36.07003, two)).toBe('street-1');
    expect(find(120.3825, 36.07047, two)).toBe('far');
    expect(find(120.3825, 36.072, two)).toBeNull();
    // Inside the area, away from its border and from the streets.
    expect(find(120.3805, 36.0695, STREETS, 2)).toBe('area-1');
    expect(find(120.3825, 36.0695, STREETS, 2)).toBeNull();
  });

  it('close their rings, and have a colour of their own in each theme', () => {
    const [ring] = linesOf(STREETS[4] as StreetEdit);
    expect(ring?.[0]).toEqual(ring?.at(-1));
    for (const theme of ['light', 'dark'] as const)
      expect(new Set((['add', 'close', 'oneway', 'speed'] as const).map((kind) => streetColor(theme, kind))).size).toBe(
        4,
      );
  });
});

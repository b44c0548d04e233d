import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StreetEdit } from '../../../../../tiles/api/street-edits.ts';
import { STUDY_LIMITS } from '../../../../../tiles/api/vocabulary.ts';
import { STREETS } from './streets.fixture.ts';
import {
  areaOf,
  asKind,
  drawnArea,
  freeStreetId,
  isInside,
  lengthM,
  pointsLeft,
  reversed,
  ringsOf,
  vertices,
  withMode,
  withoutStreet,
  withStreet,
  withVertex,
  type LineEdit,
} from './streets.ts';

const street = (id: string): StreetEdit => ({
  kind: 'add',
  id,
  line: [
    [120, 36],
    [120.001, 36],
  ],
});
const of = (id: string): StreetEdit => {
  const edit = STREETS.find((each) => each.id === id);
  if (edit === undefined) throw new Error(id);
  return edit;
};

describe('street edits', () => {
  it('stay in their place when they change, and go one by one', () => {
    const changed: StreetEdit = { ...(of('street-2') as LineEdit), kind: 'close', modes: ['drive'] };
    const after = withStreet(STREETS, changed);
    expect(after.map(({ id }) => id)).toEqual(STREETS.map(({ id }) => id));
    expect(after[1]).toBe(changed);
    expect(withStreet(STREETS, street('street-9')).at(-1)?.id).toBe('street-9');
    expect(withoutStreet(STREETS, 'street-2')).toHaveLength(STREETS.length - 1);
    expect([freeStreetId(STREETS, 'street'), freeStreetId(STREETS, 'area')]).toEqual(['street-5', 'area-2']);
  });

  it('become another kind with the defaults of that kind', () => {
    const edit = of('street-1') as LineEdit;
    expect(asKind(edit, 'speed')).toEqual({ kind: 'speed', id: 'street-1', line: edit.line, factor: 0.5 });
    expect(asKind(edit, 'close')).toEqual({ kind: 'close', id: 'street-1', line: edit.line });
    expect(reversed(reversed(edit))).toEqual(edit);
    expect(reversed(edit).line).toEqual([...edit.line].reverse());
  });

  it('say for whom they are only where that is not usual, and are always for somebody', () => {
    const usual = of('street-2') as LineEdit;
    const walked = withMode(withMode(usual, 'cycle', false) ?? usual, 'drive', false);
    expect(walked?.modes).toEqual(['walk']);
    expect(withMode(walked ?? usual, 'walk', false)).toBeNull();
    const again = withMode(withMode(walked ?? usual, 'drive', true) ?? usual, 'cycle', true);
    expect(again).toEqual(usual);
  });

  it('have points that move one by one, of areas all corners once', () => {
    for (const edit of STREETS) {
      const places = vertices(edit);
      places.forEach((_, k) => {
        const moved = vertices(withVertex(edit, k, { lon: 120.5, lat: 36.5 }));
        expect(moved).toEqual(places.map((place, other) => (other === k ? { lon: 120.5, lat: 36.5 } : place)));
      });
      if (edit.kind === 'shut') {
        const moved = withVertex(edit, 0, { lon: 120.5, lat: 36.5 });
        const ring = moved.kind === 'shut' && moved.area.type === 'Polygon' ? moved.area.coordinates[0] : undefined;
        expect(ring?.[0]).toEqual(ring?.at(-1));
      }
    }
  });

  it('are as many, with as many points, as the service takes', () => {
    expect(pointsLeft([])).toBe(STUDY_LIMITS.vertices);
    expect(pointsLeft(Array.from({ length: STUDY_LIMITS.streetEdits }, (_, k) => street(`s${k}`)))).toBe(0);
    const long: StreetEdit = {
      kind: 'close',
      id: 'long',
      line: Array.from({ length: STUDY_LIMITS.positions - 4 }, () => [120, 36] as const),
    };
    expect(pointsLeft([long])).toBe(3);
  });

  it('measure their length on the ground', () => {
    // A minute of latitude at 36° N is 1,849.4 m (WGS 84).
    const minute = lengthM([
      [120, 36],
      [120, 36 + 1 / 60],
    ]);
    expect(minute).toBeGreaterThan(1848);
    expect(minute).toBeLessThan(1851);
    expect(lengthM([[120, 36]])).toBe(0);
  });
});

describe('a shut area', () => {
  it('has in it what a ring of a rectangle has, less its hole', () => {
    const square = (from: number, to: number) =>
      [
        [from, from],
        [to, from],
        [to, to],
        [from, to],
      ] as const;
    const area = areaOf([[square(0, 10), square(4, 6)]]);
    const inside = (lon: number, lat: number): boolean => {
      const within = (from: number, to: number): boolean => lon > from && lon < to && lat > from && lat < to;
      return within(0, 10) && !within(4, 6);
    };
    const off = fc.double({ min: -1, max: 11, noNaN: true }).filter((each) => ![0, 4, 6, 10].includes(each));
    fc.assert(
      fc.property(off, off, (lon, lat) => {
        expect(isInside(area, { lon, lat })).toBe(inside(lon, lat));
      }),
      { seed: 16, numRuns: 300 },
    );
    expect(ringsOf(area)).toEqual([[square(0, 10), square(4, 6)]]);
  });

  it('is closed as it is drawn', () => {
    const drawn = drawnArea('area-1', [
      [0, 0],
      [1, 0],
      [1, 1],
    ]);
    expect(drawn).toEqual({
      kind: 'shut',
      id: 'area-1',
      area: {
        type: 'Polygon',
        coordinates: [
          [
            [0, 0],
            [1, 0],
            [1, 1],
            [0, 0],
          ],
        ],
      },
    });
  });
});

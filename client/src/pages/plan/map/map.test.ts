import { describe, expect, it } from 'vitest';
import { CELLS } from '../fixture.ts';
import { markerAt, markersOf } from './markers.ts';
import { createPainter, unservedPeople } from '../data/classes.ts';
import { dividerAt, dividerByKey } from './swipe.ts';

const facility = (id: string, lon: number, unconnected = false) => ({
  id,
  lon,
  lat: 36,
  existing: true,
  people: 0,
  exclusivePeople: 0,
  unconnected,
});

describe('facilities on the map', () => {
  const facilities = [facility('a', 1), facility('b', 2), facility('c', 3), facility('d', 4, true)];
  const markers = markersOf(
    facilities,
    [
      { kind: 'move', id: 'b', lon: 2.5, lat: 36 },
      { kind: 'remove', id: 'c' },
      { kind: 'add', id: 'new-1', lon: 5, lat: 36 },
    ],
    'b',
  );

  it('are marked by what the scenario does to them', () => {
    expect(markers.map(({ id, kind, lon, selected }) => [id, kind, lon, selected])).toEqual([
      ['a', 'existing', 1, false],
      ['b', 'moved', 2.5, true],
      ['c', 'removed', 3, false],
      ['d', 'unconnected', 4, false],
      ['new-1', 'added', 5, false],
    ]);
    expect(markers[1]?.from).toEqual({ lon: 2, lat: 36 });
  });

  it('are found within reach of a finger, the nearest first and of equals the one on top', () => {
    const project = ({ lon }: { lon: number }) => ({ x: lon * 10, y: 0 });
    expect(markerAt(markers, { x: 12, y: 0 }, project, 5)?.id).toBe('a');
    expect(markerAt(markers, { x: 12, y: 0 }, project, 1)).toBeNull();
    expect(markerAt([facility('under', 1), facility('over', 1)], { x: 10, y: 0 }, project, 5)?.id).toBe('over');
  });
});

describe('the divider of two maps', () => {
  it('follows pointer and keys, and leaves something of each map', () => {
    expect(dividerAt(640, 0, 1000)).toBe(0.64);
    expect([dividerAt(-50, 0, 1000), dividerAt(5000, 0, 1000), dividerAt(5, 0, 0)]).toEqual([0.05, 0.95, 0.5]);
    expect(
      ['ArrowLeft', 'ArrowRight', 'PageUp', 'PageDown', 'Home', 'End', 'x'].map((key) => dividerByKey(0.5, key)),
    ).toEqual([0.48, 0.52, 0.6, 0.4, 0.05, 0.95, null]);
    expect(dividerByKey(0.05, 'ArrowLeft')).toBe(0.05);
  });
});

describe('the picture', () => {
  const cost = Float32Array.of(0, 100, 200, 300, 400, Infinity);

  it('is painted into the same memory, through a new view', () => {
    const paint = createPainter(cost.length);
    const [a, b] = [60, 600].map((withinS) =>
      paint({ cost, before: null, withinS, theme: 'light', chosen: null, indicator: null, painting: null }),
    );
    expect(a).not.toBe(b);
    expect(a?.buffer).toBe(b?.buffer);
  });

  it('of the unserved counts their people alone', () => {
    expect([...unservedPeople(cost, CELLS, 250)]).toEqual([0, 0, 0, 40, 0, 50]);
  });
});

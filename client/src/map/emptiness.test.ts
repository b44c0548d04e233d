import { describe, expect, it } from 'vitest';
import type { Bbox, LayerInfo } from '../../../tiles/api/wire.ts';
import { emptinessOf, reachesInto } from './emptiness.ts';

const layer = (id: string, count: number, bbox: Bbox | null): LayerInfo => ({ id, count, bbox }) as LayerInfo;
const toilets = layer('toilets', 5, [120, 36, 121, 37]);
const boston = layer('boston', 9, [-71.2, 42.2, -71, 42.4]);
const empty = layer('empty', 0, null);
const layers = [toilets, boston, empty];
const view: Bbox = [119, 35, 122, 38];

describe('a view', () => {
  it('that shows something is not empty', () => {
    expect(emptinessOf({ layers, shown: [toilets, boston], view, counts: null })).toBeNull();
    expect(emptinessOf({ layers, shown: [toilets], view, counts: { toilets: 3 } })).toBeNull();
    // Not yet counted.
    expect(emptinessOf({ layers, shown: [toilets], view, counts: {} })).toBeNull();
  });

  it('with nothing switched on is what was asked for', () => {
    expect(emptinessOf({ layers, shown: [], view, counts: null })).toBeNull();
  });

  it('of a service without any data says so', () => {
    expect(emptinessOf({ layers: [empty], shown: [], view, counts: null })).toEqual({ kind: 'nothing' });
    expect(emptinessOf({ layers: [], shown: [], view, counts: null })).toBeNull();
  });

  it('of layers without data says so', () => {
    expect(emptinessOf({ layers, shown: [empty], view, counts: null })).toEqual({ kind: 'unloaded' });
  });

  it('of layers that lie elsewhere tells where', () => {
    expect(emptinessOf({ layers, shown: [boston, empty], view, counts: null })).toEqual({
      kind: 'elsewhere',
      layers: [boston],
      bbox: boston.bbox,
    });
  });

  it('between the features of a layer tells where they are', () => {
    expect(emptinessOf({ layers, shown: [toilets], view, counts: { toilets: 0 } })).toEqual({
      kind: 'noneHere',
      layers: [toilets],
      bbox: toilets.bbox,
    });
  });

  it('beyond the antimeridian meets what lies there', () => {
    const fiji = layer('fiji', 1, [-179.9, -17, -179.8, -16]);
    expect(reachesInto(fiji, [179, -18, 181, -15])).toBe(true);
    expect(reachesInto(fiji, [177, -18, 179, -15])).toBe(false);
    expect(reachesInto(toilets, [479, 35, 482, 38])).toBe(true);
  });
});

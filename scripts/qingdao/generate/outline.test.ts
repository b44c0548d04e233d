import { area } from '@turf/area';
import { polygon } from '@turf/helpers';
import { describe, expect, it } from 'vitest';
import { distanceM, moved, rectangle, roundedRing } from './outline.ts';
import { createRng } from './world/rng.ts';

const place = { lon: 120.46, lat: 36.19 };

describe('outlines of a documented area', () => {
  it('encloses the area within a percent', () => {
    const ring = roundedRing(place, 2_035_333, createRng('outline'));
    const closed = [...ring, ring[0] ?? [0, 0]];
    expect(area(polygon([closed])) / 2_035_333).toBeCloseTo(1, 2);
  });

  it('draws a rectangle of that width and depth', () => {
    expect(area(polygon([rectangle(place, 40, 20)])) / 800).toBeCloseTo(1, 1);
  });

  it('moves by metres and measures them back', () => {
    expect(distanceM(place, moved(place, 300, -400))).toBeCloseTo(500, 1);
  });
});

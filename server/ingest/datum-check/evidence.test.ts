import { describe, expect, it } from 'vitest';
import { byMisfits } from './evidence.ts';
import type { Sample } from './samples.ts';

/** Places some 500 m apart, of which two in three lie in the sea as they are, and none where BD-09 would have them. */
function places(count: number, columns: number): Sample[] {
  return Array.from({ length: count }, (_, n) => ({
    lon: 120.2001 + (n % columns) * 0.005,
    lat: 36.0001 + Math.floor(n / columns) * 0.005,
    feature: n,
  }));
}
const fits = (_: Sample, index: number, reading: string): boolean => reading !== 'wgs84' || index % 3 === 0;
/** What a file is refused from on: see `judge`. */
const CLEAR = 10;

describe('places in the sea', () => {
  it('of one harbour say once that another datum would bring them ashore', () => {
    expect(byMisfits('sea', places(16, 4), fits)?.support('bd09', 'wgs84')).toBeLessThan(CLEAR);
    // On the corner of four blocks.
    const corner = places(16, 4).map((place) => ({ ...place, lon: place.lon + 0.01, lat: place.lat + 0.01 }));
    expect(byMisfits('sea', corner, fits)?.support('bd09', 'wgs84')).toBeLessThan(CLEAR);
  });

  it('all along a shore say it clearly', () => {
    expect(byMisfits('sea', places(60, 60), fits)?.support('bd09', 'wgs84')).toBeGreaterThan(CLEAR);
  });
});

/** Where a map looks, and what it sees there. */
import type { Bbox } from '../../../tiles/api/wire.ts';
import { round } from '../format/geometry.ts';

/** Centre in degrees (WGS 84), zoom level, bearing in degrees clockwise from north, pitch in degrees. */
export interface View {
  readonly lon: number;
  readonly lat: number;
  readonly zoom: number;
  readonly bearing: number;
  readonly pitch: number;
}

export interface Viewport {
  readonly bbox: Bbox;
  readonly zoom: number;
}

/** About a metre on the ground, a hundredth of a zoom level, a tenth of a degree: finer steps nobody sees. */
export function roundView(view: View): View {
  return {
    lon: round(view.lon, 5),
    lat: round(view.lat, 5),
    zoom: round(view.zoom, 2),
    bearing: round(view.bearing, 1),
    pitch: round(view.pitch, 1),
  };
}

/** Equal after rounding. */
export function isSameView(a: View, b: View): boolean {
  return JSON.stringify(roundView(a)) === JSON.stringify(roundView(b));
}

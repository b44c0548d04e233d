/** The made-up province: where it lies, and how many towns it has. */
import { metresPerDegree } from '../../../tiles/tile/spheroid.ts';
import type { Bbox } from '../../../tiles/api/wire.ts';

export interface Province {
  readonly bounds: Bbox;
  /** Towns from west to east, and from south to north, one in the middle of each square of `townDeg`. */
  readonly columns: number;
  readonly rows: number;
  readonly townDeg: readonly [lon: number, lat: number];
  /** Pixels of its raster of people, each three seconds of arc wide and high. */
  readonly pixels: { readonly columns: number; readonly rows: number };
}

const [MIDDLE_LON, MIDDLE_LAT] = [118.5, 36.3];
/** Square kilometres of the whole: a cell of 100 m for each hectare, of which there are 15 million. */
const AREA_KM2 = 150_800;
/** Towns of the whole, some 8.7 km apart. */
const TOWNS = 1980;
const PIXEL_DEG = 3 / 3600;

/** @param share of the whole province, above 0 and at most 1 */
export function provinceOf(share: number): Province {
  const side = Math.sqrt(AREA_KM2 * share);
  const scale = metresPerDegree(MIDDLE_LAT);
  const pixels = {
    columns: Math.round((side * 1000) / scale.lon / PIXEL_DEG),
    rows: Math.round((side * 1000) / scale.lat / PIXEL_DEG),
  };
  const [wide, high] = [pixels.columns * PIXEL_DEG, pixels.rows * PIXEL_DEG];
  const columns = Math.max(1, Math.round(Math.sqrt(TOWNS * share)));
  const rows = Math.max(1, Math.round((TOWNS * share) / columns));
  const [west, south] = [MIDDLE_LON - wide / 2, MIDDLE_LAT - high / 2];
  return {
    bounds: [west, south, west + wide, south + high],
    columns,
    rows,
    townDeg: [wide / columns, high / rows],
    pixels,
  };
}

import { formatDecimal } from '../../../../tiles/text.ts';
import { isId, parseDecimal, round, type Codec } from '../codec.ts';
import type { NearbyQuery } from '../types.ts';

export const RADII_M = [300, 500, 1000, 2000, 5000] as const;

/** `near=toilets,120.38264,36.0671,1000` and the flags asked for: `,wifi,accessible`. */
export const nearbyCodec: Codec<NearbyQuery | null> = {
  initial: null,
  parse(params) {
    const [layer, lonText, latText, radiusText, ...flags] = params.get('near')?.split(',') ?? [];
    const lon = parseDecimal(lonText, -180, 180);
    const lat = parseDecimal(latText, -85, 85);
    const radiusM = parseDecimal(radiusText, 1, 50_000);
    if (!isId(layer) || lon === null || lat === null || radiusM === null) return null;
    return { layer, lon: round(lon, 5), lat: round(lat, 5), radiusM: Math.round(radiusM), flags: flags.filter(isId) };
  },
  format(query) {
    if (query === null) return [];
    const point = [query.lon, query.lat].map((degrees) => formatDecimal(degrees, 5));
    return [['near', [query.layer, ...point, query.radiusM, ...query.flags].join(',')]];
  },
};

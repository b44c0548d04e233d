import { formatDecimal } from '../../../../tiles/text.ts';
import { roundView, type View } from '../../map/view.ts';
import { parseDecimal, type Codec } from '../codec.ts';

/** `at=120.38264,36.0671,12.5` and, where the map is turned or tilted, `,bearing,pitch`. */
export const viewCodec: Codec<View | null> = {
  initial: null,
  parse(params) {
    const parts = params.get('at')?.split(',') ?? [];
    const lon = parseDecimal(parts[0], -180, 180);
    const lat = parseDecimal(parts[1], -85, 85);
    const zoom = parseDecimal(parts[2], 0, 22);
    if (lon === null || lat === null || zoom === null) return null;
    const bearing = parseDecimal(parts[3], -180, 180) ?? 0;
    const pitch = parseDecimal(parts[4], 0, 85) ?? 0;
    return roundView({ lon, lat, zoom, bearing, pitch });
  },
  format(view) {
    if (view === null) return [];
    const { lon, lat, zoom, bearing, pitch } = roundView(view);
    const turned = bearing !== 0 || pitch !== 0 ? [bearing, pitch] : [];
    return [['at', [lon, lat, zoom, ...turned].map(plain).join(',')]];
  },
};

function plain(value: number): string {
  return formatDecimal(value, 5);
}

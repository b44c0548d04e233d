import type { ClientConfig } from '../../tiles/api/wire.ts';
import type { Holidays } from '../../tiles/hours/index.ts';
import type { City } from '../layers/city.ts';
import type { Config } from '../platform/config.ts';
import type { Text } from '../../tiles/layer/layer.ts';
import { basemapsOf } from './basemaps.ts';

/**
 * What `GET /config.json` gives.
 *
 * @param credit whose the city's own base map is; null where it has none
 */
export function clientConfig(config: Config, city: City, hasCases: boolean, credit: Text | null): ClientConfig {
  const { code, name, timeZone, holidays, start, bounds, roles } = city;
  return {
    city: name,
    cityCode: code,
    center: start.center,
    zoom: start.zoom,
    bounds,
    timeZone,
    // What pages do not show stays here: the notices themselves.
    holidays: { source: holidays.source, years: mapYears(holidays.years) },
    roles,
    hasCases,
    ...(config.mapReviewNumber === undefined ? {} : { mapReviewNumber: config.mapReviewNumber }),
    ...(config.tileArchiveUrl === undefined ? {} : { tileArchiveUrl: config.tileArchiveUrl }),
    ...(credit === null ? {} : { baseMapAttribution: credit }),
    basemaps: basemapsOf(config, city),
    version: config.version,
  };
}

function mapYears(years: Holidays['years']): Holidays['years'] {
  return Object.fromEntries(Object.entries(years).map(([year, { off, work }]) => [year, { off, work }]));
}

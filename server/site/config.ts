import type { ClientConfig } from '../../tiles/api/wire.ts';
import { CITY } from '../layers/city.ts';
import type { Config } from '../platform/config.ts';
import { API } from '../platform/messages/api.ts';
import { basemapsOf } from './basemaps.ts';

/** What `GET /config.json` gives. */
export function clientConfig(config: Config): ClientConfig {
  return {
    city: API.city,
    cityCode: CITY.code,
    center: CITY.center,
    zoom: CITY.zoom,
    bounds: CITY.bounds,
    ...(config.mapReviewNumber === undefined ? {} : { mapReviewNumber: config.mapReviewNumber }),
    ...(config.tileArchiveUrl === undefined ? {} : { tileArchiveUrl: config.tileArchiveUrl }),
    basemaps: basemapsOf(config),
    version: config.version,
  };
}

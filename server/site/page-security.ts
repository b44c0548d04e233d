import type { City } from '../layers/city.ts';
import type { Config } from '../platform/config.ts';
import { basemapOrigins } from './basemaps.ts';

/**
 * Headers of the map's pages: only our own code runs, and only configured base maps and archives are fetched from
 * elsewhere.
 */
export function pageSecurity(config: Config, city: Pick<City, 'basemaps'> = {}): Record<string, string> {
  const origins = basemapOrigins(config, city);
  const basemaps = origins.join(' ');
  const fetched = [
    ...new Set([...origins, ...(config.tileArchiveUrl === undefined ? [] : [new URL(config.tileArchiveUrl).origin])]),
  ].join(' ');
  const policy = {
    'default-src': "'self'",
    'script-src': "'self'",
    // MapLibre starts its worker from a blob.
    'worker-src': "'self' blob:",
    'child-src': "'self' blob:",
    'style-src': "'self' 'unsafe-inline'",
    'img-src': `'self' data: blob: ${basemaps}`.trim(),
    'connect-src': `'self' data: blob: ${fetched}`.trim(),
    'font-src': "'self' data:",
    'object-src': "'none'",
    'base-uri': "'none'",
    'form-action': "'self'",
    'frame-ancestors': config.embedOrigins.includes('*') ? '*' : ["'self'", ...config.embedOrigins].join(' '),
  };
  return {
    'Content-Security-Policy': Object.entries(policy)
      .map(([name, value]) => `${name} ${value}`)
      .join('; '),
    'Permissions-Policy': 'geolocation=(self), camera=(), microphone=()',
  };
}

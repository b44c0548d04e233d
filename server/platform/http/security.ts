import type { RequestHandler } from 'express';
import { basemapOrigins } from '../../site/basemaps.ts';
import type { Config } from '../config.ts';
import { ApiError } from './errors.ts';

const READING = ['GET', 'HEAD', 'OPTIONS'];
/** Below these paths something can be asked for in a body, or called off. */
const ASKING: readonly { readonly path: RegExp; readonly methods: readonly string[] }[] = [
  { path: /^\/analysis\/(?:coverage|isochrones|studies|jobs)\/?$/, methods: ['POST', 'OPTIONS'] },
  { path: /^\/analysis\/jobs\/[^/]+\/?$/, methods: [...READING, 'DELETE'] },
];

/** Headers of every answer. Other sites may read everything here: departments embed maps in systems of their own. */
export const OPEN_HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'ETag, X-Request-Id, Retry-After, Location',
  'Cross-Origin-Resource-Policy': 'cross-origin',
} as const;

export const openToAll: RequestHandler = (req, res, next) => {
  res.set(OPEN_HEADERS);
  const methods = ASKING.find(({ path }) => path.test(req.path))?.methods ?? READING;
  const allowed = methods.join(', ');
  if (req.method === 'OPTIONS') {
    // A browser asks before it sends JSON to another site.
    res.set({
      'Access-Control-Allow-Methods': allowed,
      'Access-Control-Allow-Headers': 'Content-Type, If-None-Match, X-Request-Id',
      'Access-Control-Max-Age': '86400',
      Allow: allowed,
    });
    res.status(204).end();
    return;
  }
  if (!methods.includes(req.method)) {
    throw new ApiError(405, 'method-not-allowed', 'method-not-allowed', {
      values: { method: req.method, allowed },
      headers: { Allow: allowed },
    });
  }
  next();
};

/**
 * Headers of the map's pages: only our own code runs, and only configured base maps and archives are fetched from
 * elsewhere.
 */
export function pageSecurity(config: Config): Record<string, string> {
  const basemaps = basemapOrigins(config).join(' ');
  const fetched = [
    ...new Set([
      ...basemapOrigins(config),
      ...(config.tileArchiveUrl === undefined ? [] : [new URL(config.tileArchiveUrl).origin]),
    ]),
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
    'frame-ancestors': '*',
  };
  return {
    'Content-Security-Policy': Object.entries(policy)
      .map(([name, value]) => `${name} ${value}`)
      .join('; '),
    'Permissions-Policy': 'geolocation=(self), camera=(), microphone=()',
  };
}

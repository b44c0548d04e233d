/** Who may keep an answer, and for how long; which sites may read it. */
import { isPublic, type Principal } from '../auth/principal.ts';

/**
 * `revalidate`: data may change at any time, so that caches keep answers but ask whether they still hold.
 * `immutable`: the content of this address never changes. `no-store`: nobody asks for the answer twice.
 */
export type Cache = 'revalidate' | 'immutable' | 'no-store';

/** Data may change at any time: caches keep answers, but ask whether they still hold. */
export const REVALIDATE = 'public, no-cache';

/** `Cache-Control` of an answer. What a signed-in person sees is kept by no cache that others share. */
export function cacheControlOf(cache: Cache, principal: Principal): string {
  if (cache === 'no-store') return 'no-store';
  const keeper = isPublic(principal) ? 'public' : 'private';
  return cache === 'immutable' ? `${keeper}, max-age=31536000, immutable` : `${keeper}, no-cache`;
}

/** Request headers by which a principal is known: an answer for one is none for others. */
export function principalVary(principal: Principal): readonly string[] {
  return isPublic(principal) ? [] : ['Authorization', 'Cookie'];
}

/** `any-site`: departments embed maps in systems of their own. `own-site`: pages of this service alone. */
export type Cors = 'any-site' | 'own-site';

const SAFE = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
} as const;

/** Headers of every answer that other sites may read. */
export const OPEN_HEADERS = {
  ...SAFE,
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'ETag, X-Request-Id, Retry-After, Location',
  'Cross-Origin-Resource-Policy': 'cross-origin',
} as const;

export const CORS_HEADERS: Readonly<Record<Cors, Readonly<Record<string, string>>>> = {
  'any-site': OPEN_HEADERS,
  'own-site': { ...SAFE, 'Cross-Origin-Resource-Policy': 'same-origin' },
};

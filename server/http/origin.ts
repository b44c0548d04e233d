import type { Request } from 'express';

/**
 * Scheme and host that the client reached us by, for absolute addresses in answers. Forwarded headers count only
 * where the app trusts a proxy (`TRUST_PROXY=true`): Express decides that for the scheme and the host alike.
 */
export function originOf(req: Request): string {
  return `${req.protocol}://${req.host}`;
}

import type { Request } from 'express';
import { ApiError } from './errors.ts';

/** A name or address with an optional port (RFC 3986, 3.2.2), and nothing that would change what comes after it. */
const HOST = /^(?:[\w.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;

/**
 * Scheme and host that the client reached us by, for absolute addresses in answers. Forwarded headers count only
 * where the app trusts a proxy (`TRUST_PROXY=true`): Express decides that for the scheme and the host alike. Throws
 * `ApiError` where the host is none.
 */
export function originOf(req: Request): string {
  // Of HTTP's versions only 1.0 may leave the host out.
  const host = req.host || socketAddress(req);
  if (!HOST.test(host)) throw new ApiError(400, 'malformed-request', 'bad-host');
  return `${req.protocol}://${host}`;
}

function socketAddress({ socket }: Request): string {
  const { localAddress = '', localPort = 80 } = socket;
  return `${localAddress.includes(':') ? `[${localAddress}]` : localAddress}:${String(localPort)}`;
}

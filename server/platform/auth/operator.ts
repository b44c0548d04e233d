/** Whoever runs the service: their rights, and how a request shows that it is theirs. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { ApiError } from '../http/errors.ts';
import type { Principal, Rights } from './principal.ts';

/** Rights of whoever runs the service; `token`: the one that they are to bring, where one is set. */
export function operators(token: string | undefined): Rights {
  return {
    name: 'operators',
    allows: ({ isOperator }: Principal) => isOperator === true,
    refusal: () =>
      token === undefined
        ? new ApiError(403, 'forbidden', 'operators-only')
        : new ApiError(401, 'unauthorised', 'operators-token', {
            headers: { 'WWW-Authenticate': 'Basic realm="Chengtu", charset="UTF-8"' },
          }),
  };
}

/** Throws `ApiError` where the rights do not allow the principal. */
export function demand(rights: Rights, principal: Principal): void {
  if (!rights.allows(principal)) throw rights.refusal?.() ?? new ApiError(403, 'forbidden', 'forbidden');
}

/** Addresses of a machine for itself, as a connection and as a host name. */
const OWN_ADDRESS = /^(?:127\.\d{1,3}\.\d{1,3}\.\d{1,3}|::1|::ffff:127\.\d{1,3}\.\d{1,3}\.\d{1,3})$/;
const OWN_HOST = /^(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(?::\d{1,5})?$/i;

/** What a proxy on the way adds. */
const FORWARDED = [
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-forwarded-prefix',
  'x-real-ip',
  'via',
];

/**
 * Whether a request is from whoever runs the service. With a token it must bring it, as `Authorization: Bearer` or as
 * the password of `Basic`, which browsers ask for. Without one it must come from this machine, straight, and not from
 * the page of another site that a browser here has open.
 */
export function isFromOperator(
  { headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>,
  token: string | undefined,
): boolean {
  if (token !== undefined) {
    const given = tokenOf(headers.authorization);
    return given !== null && isSame(given, token);
  }
  const site = headers['sec-fetch-site'];
  return (
    OWN_ADDRESS.test(socket.remoteAddress ?? '') &&
    // Another name that leads here is that of a site whose page tries to read this one (DNS rebinding).
    OWN_HOST.test(headers.host ?? '') &&
    FORWARDED.every((name) => headers[name] === undefined) &&
    (site === undefined || site === 'same-origin' || site === 'none') &&
    (headers.origin === undefined || headers.origin === `http://${headers.host ?? ''}`)
  );
}

function tokenOf(authorization = ''): string | null {
  const [scheme = '', value = ''] = authorization.split(' ');
  if (/^bearer$/i.test(scheme)) return value;
  if (!/^basic$/i.test(scheme)) return null;
  const pair = Buffer.from(value, 'base64').toString();
  const colon = pair.indexOf(':');
  return colon < 0 ? null : pair.slice(colon + 1);
}

/** In a time that does not tell how much of it is right. */
function isSame(given: string, token: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}

/** The address that a client reached us by: scheme, host, and the path that stands before ours behind some proxies. */
import type { IncomingMessage } from 'node:http';
import { ApiError } from './errors.ts';

/** Which addresses the service has. */
export interface Reach {
  /** Believe what a proxy says of scheme, host and prefix (`TRUST_PROXY=true`). */
  readonly trustProxy: boolean;
  /** The path before every address, such as `/map` (`BASE_PATH`). */
  readonly basePath?: string | undefined;
}

type Asked = Pick<IncomingMessage, 'headers' | 'socket'>;

/** A name or address with an optional port (RFC 3986, 3.2.2), and nothing that would change what comes after it. */
const HOST = /^(?:[\w.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;
const SCHEMES: ReadonlySet<string> = new Set(['http', 'https']);
const MAX_PREFIX_CHARACTERS = 200;
/** Letters, digits and signs without a meaning of their own, and bytes of other letters as UTF-8. */
const SEGMENT = /^(?:[\w.~-]|%[89a-f][0-9a-f])+$/i;

/**
 * Scheme and host that the client reached us by, for absolute addresses in answers. Forwarded headers count only where
 * the app trusts a proxy: one, which adds what it saw at the end of each header. What stands before that is the
 * client's own word. (Express takes the first of a list.) In place of a scheme other than http and https that of the
 * connection counts. Throws `ApiError` where the host is malformed.
 */
export function originOf(req: Asked, { trustProxy }: Reach): string {
  // Of HTTP's versions only 1.0 may leave the host out.
  const host = (trustProxy ? lastOf(req.headers['x-forwarded-host']) : '') || req.headers.host || socketAddress(req);
  if (!HOST.test(host)) throw new ApiError(400, 'malformed-request', 'bad-host');
  const scheme = (trustProxy ? lastOf(req.headers['x-forwarded-proto']) : '').toLowerCase();
  const own = 'encrypted' in req.socket && req.socket.encrypted ? 'https' : 'http';
  return `${SCHEMES.has(scheme) ? scheme : own}://${host}`;
}

/**
 * Whether a page of ours, or no page, sends the request. Browsers say so themselves (Fetch Metadata); older ones name
 * the site, whose host must be the one that they reached us by.
 */
export function isOwnSite(req: Asked, reach: Reach): boolean {
  const { 'sec-fetch-site': site, origin } = req.headers;
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === new URL(originOf(req, reach)).host;
}

/**
 * The path before every address, without a slash at its end: what a trusted proxy says last (`X-Forwarded-Prefix`),
 * else what the settings say; empty for none. Throws `ApiError` where the header is no path.
 */
export function prefixOf({ headers }: Pick<Asked, 'headers'>, { trustProxy, basePath = '' }: Reach): string {
  const told = trustProxy ? lastOf(headers['x-forwarded-prefix']) : '';
  if (told === '') return basePath;
  const prefix = readPrefix(told);
  if (prefix === null) throw new ApiError(400, 'malformed-request', 'bad-prefix', { values: { value: told } });
  return prefix;
}

/**
 * A prefix without the slash at its end, empty for `/`; null for what is no path of plain segments. `//host` would be
 * another site, and `..` another place on this one.
 */
export function readPrefix(text: string): string | null {
  const path = text.endsWith('/') ? text.slice(0, -1) : text;
  if (path === '') return '';
  const [start, ...segments] = path.split('/');
  const isPlain = segments.every((each) => SEGMENT.test(each) && each !== '.' && each !== '..');
  if (start !== '' || !isPlain || path.length > MAX_PREFIX_CHARACTERS) return null;
  try {
    decodeURIComponent(path);
    return path;
  } catch {
    return null;
  }
}

/** Of HTTP's versions only 1.0 may leave the host out. */
export function lacksHost({ headers, httpVersion }: IncomingMessage): boolean {
  return headers.host === undefined && httpVersion !== '1.0';
}

const ABSOLUTE = /^https?:\/\/([^/?#]*)([^#]*)/i;

/**
 * Makes the target of a request the path that our routes know. `GET http://host/path` (RFC 9112, 3.2.2) names its host
 * itself, whatever the header says. A prefix that the proxy has not taken off is.
 *
 * @param names first segments of our own paths
 */
export function normaliseTarget(req: IncomingMessage, reach: Reach, names: ReadonlySet<string>): void {
  if (req.url?.startsWith('/') !== true) readAbsoluteForm(req);
  const url = req.url ?? '';
  if (reach.trustProxy) req.url = without(url, forwardedPrefix(req.rawHeaders) ?? reach.basePath ?? '', names);
  else if (reach.basePath !== undefined) req.url = without(url, reach.basePath, names);
}

function readAbsoluteForm(req: IncomingMessage): void {
  const [, host = '', rest = ''] = ABSOLUTE.exec(req.url ?? '') ?? [];
  if (!HOST.test(host)) return;
  req.headers.host = host;
  req.url = rest.startsWith('/') ? rest : `/${rest}`;
}

/** As the header came: Node's own `headers` makes an object of all first, which tiles from memory do without. */
function forwardedPrefix(raw: readonly string[]): string | null {
  for (let index = raw.length - 2; index >= 0; index -= 2) {
    const name = raw[index] ?? '';
    if (name.length !== 18 || name.toLowerCase() !== 'x-forwarded-prefix') continue;
    const told = lastOf(raw[index + 1]);
    // A prefix that cannot be one is told where an answer needs it.
    return told === '' ? null : readPrefix(told);
  }
  return null;
}

/**
 * The target without the prefix where it has one. A prefix that is named like a path of ours is taken off only where a
 * path of ours follows: behind a proxy that has taken `/tiles` off, `/tiles/toilets.json` describes a layer.
 */
function without(url: string, prefix: string, names: ReadonlySet<string>): string {
  if (prefix === '' || !url.startsWith(prefix)) return url;
  const rest = url.slice(prefix.length);
  if (rest !== '' && !rest.startsWith('/') && !rest.startsWith('?')) return url;
  const path = rest.startsWith('/') ? rest : `/${rest}`;
  return names.has(firstSegment(prefix)) && !isOurs(path, names) ? url : path;
}

function isOurs(path: string, names: ReadonlySet<string>): boolean {
  const first = firstSegment(path);
  return first === '' || names.has(first);
}

/** `layers` of `/layers/toilets?lang=en` and of `/layers/:layer`. */
export function firstSegment(path: string): string {
  return /^\/([^/?]*)/.exec(path)?.[1] ?? '';
}

/** The last value of a header that each proxy on the way adds one to. Node joins repeated headers by commas. */
function lastOf(header: string | readonly string[] | undefined): string {
  return (typeof header === 'string' ? header : (header?.join() ?? '')).split(',').at(-1)?.trim() ?? '';
}

function socketAddress({ socket }: Pick<Asked, 'socket'>): string {
  const { localAddress = '', localPort = 80 } = socket;
  return `${localAddress.includes(':') ? `[${localAddress}]` : localAddress}:${String(localPort)}`;
}

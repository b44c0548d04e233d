import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

/** Requests of the service itself, and of a client whose address is not known. */
export const NO_CLIENT = '';

/** No clients: nobody waits for what the service does for itself. */
export const THE_SERVICE: ReadonlySet<string> = new Set();

/** The client that asked first; `NO_CLIENT` of an empty set. */
export function firstOf(clients: ReadonlySet<string>): string {
  for (const client of clients) return client;
  return NO_CLIENT;
}

/**
 * The client that a request counts for: its address, where `trustProxy` the one that the proxy has seen and has added
 * at the end of `X-Forwarded-For` (what stands before that is the client's own word). A house or a phone has a whole
 * /64 of IPv6, so that is one client; IPv4 in the form of IPv6 is IPv4.
 */
export function clientOf(
  { headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>,
  trustProxy: boolean,
): string {
  const forwarded = trustProxy ? forwardedFor(headers['x-forwarded-for']) : null;
  return forwarded ?? clientAt(socket.remoteAddress ?? '') ?? NO_CLIENT;
}

/** Node joins repeated headers by commas, or gives them as a list. Some proxies add the port. */
function forwardedFor(header: string | readonly string[] | undefined): string | null {
  const last = (typeof header === 'string' ? header : (header?.join() ?? '')).split(',').at(-1)?.trim() ?? '';
  const bracketed = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(last)?.[1];
  return clientAt(bracketed ?? last) ?? clientAt(last.replace(/:\d{1,5}$/, ''));
}

/** A client as one of many: the /24 of IPv4, the /48 of IPv6, where a street or an office lives. */
export function shortened(client: string): string {
  const [bare = ''] = client.split('/');
  if (isIP(bare) === 4) return `${bare.split('.').slice(0, 3).join('.')}.0/24`;
  const groups = isIP(bare) === 6 ? groupsOf(bare).slice(0, 3) : [];
  return groups.length === 0 ? client : `${groups.map((group) => group.toString(16)).join(':')}::/48`;
}

/** Null for what is no address. */
export function clientAt(address: string): string | null {
  const [bare = ''] = address.split('%');
  const kind = isIP(bare);
  if (kind === 0) return null;
  if (kind === 4) return bare;
  const groups = groupsOf(bare);
  const [high = 0, low = 0] = groups.slice(6);
  if (isMapped(groups)) return [high >> 8, high & 255, low >> 8, low & 255].join('.');
  // Addresses of this machine and their like are single ones.
  const isShort = groups.slice(0, 4).every((group) => group === 0);
  const network = groups.slice(0, isShort ? 8 : 4).map((group) => group.toString(16));
  return isShort ? network.join(':') : `${network.join(':')}::/64`;
}

/** `::ffff:192.0.2.1` (RFC 4291, 2.5.5.2), and the same behind a translator, `::ffff:0:192.0.2.1` (RFC 7915). */
function isMapped(groups: readonly number[]): boolean {
  const head = groups.slice(0, 6).join();
  return head === '0,0,0,0,0,65535' || head === '0,0,0,0,65535,0';
}

/** The eight groups of an address that `isIP` has found to be IPv6. */
function groupsOf(address: string): number[] {
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
  const [, head = '', a, b, c, d] = dotted ?? [];
  const pair = (one: string | undefined, two: string | undefined): string =>
    (Number(one) * 256 + Number(two)).toString(16);
  const text = dotted === null ? address : `${head}${pair(a, b)}:${pair(c, d)}`;
  const [before = '', after] = text.split('::');
  const read = (part: string): number[] => (part === '' ? [] : part.split(':').map((group) => parseInt(group, 16)));
  const [left, right] = [read(before), after === undefined ? [] : read(after)];
  return [...left, ...Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => 0), ...right];
}

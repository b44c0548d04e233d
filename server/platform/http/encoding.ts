import { promisify } from 'node:util';
import Negotiator from 'negotiator';
import { brotliCompress, brotliDecompress, constants, gunzip, gzip } from 'node:zlib';

/** Content codings we answer with, the best first. */
const CODINGS = ['br', 'gzip'] as const;
export type Coding = (typeof CODINGS)[number] | 'identity';

/** Brotli 6 is as fast as gzip 6 and smaller; its higher qualities are too slow to wait for. */
const QUALITY = 6;

const brotli = promisify(brotliCompress);
const gzipped = promisify<Buffer, { level: number }, Buffer>(gzip);
const unbrotli = promisify<Buffer, Buffer>(brotliDecompress);
const gunzipped = promisify<Buffer, Buffer>(gunzip);

/** `@types/negotiator` 0.6 leaves out the order of codings that the client weighs alike. */
interface EncodingNegotiator {
  encodings(available: readonly string[], options: { readonly preferred: readonly string[] }): string[];
}

/** Clients send a handful of different headers. The bound keeps a client that varies them from filling the memory. */
const MAX_REMEMBERED = 200;
const remembered = new Map<string, Coding>();

/** As `negotiateCoding`, from memory. */
export function codingFor(header: string | undefined): Coding {
  if (header === undefined) return 'identity';
  let coding = remembered.get(header);
  if (coding === undefined) {
    coding = negotiateCoding(header);
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    remembered.set(header, coding);
  }
  return coding;
}

/** The coding for an `Accept-Encoding` header (RFC 9110, 12.5.3): by the client's weights, then in our order. */
export function negotiateCoding(header: string | undefined): Coding {
  // Without the header anything may be sent (12.5.3); plain bytes are what such clients can read.
  if (header === undefined) return 'identity';
  const negotiator: EncodingNegotiator = new Negotiator({ headers: { 'accept-encoding': header } });
  const accepted = negotiator.encodings([...CODINGS, 'identity'], { preferred: CODINGS });
  return accepted.find((coding) => coding === 'br' || coding === 'gzip') ?? 'identity';
}

export async function compress(body: Buffer, coding: Coding): Promise<Buffer> {
  switch (coding) {
    case 'br':
      return brotli(body, {
        params: { [constants.BROTLI_PARAM_QUALITY]: QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: body.length },
      });
    case 'gzip':
      return gzipped(body, { level: QUALITY });
    case 'identity':
      return body;
  }
}

/** By gzip, in a tenth of the time that `compress` takes. */
export async function compressFast(body: Buffer): Promise<Buffer> {
  return gzipped(body, { level: 1 });
}

/** Undoes `compress`. */
export async function decompress(bytes: Buffer, coding: Coding): Promise<Buffer> {
  switch (coding) {
    case 'br':
      return unbrotli(bytes);
    case 'gzip':
      return gunzipped(bytes);
    case 'identity':
      return bytes;
  }
}

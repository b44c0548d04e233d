/**
 * Cuts a client's bytes into units that must reach the database together. PostgreSQL's extended protocol sends one
 * query as several messages (Parse, Bind, Describe, Execute, Sync); as all clients of PGlite share one session, and
 * with it the unnamed statement and portal, another client's messages must never come in between.
 */
export type Unit =
  | { readonly kind: 'startup' | 'query'; readonly bytes: Uint8Array }
  /** A request for TLS or GSS encryption, to be answered with `N`. */
  | { readonly kind: 'refuse-encryption' }
  | { readonly kind: 'end' };

const SSL_REQUEST = 80_877_103;
const GSS_REQUEST = 80_877_104;
const CANCEL_REQUEST = 80_877_102;

/** The length of a message includes its own four bytes: a smaller one breaks the protocol. */
const MIN_LENGTH = 4;
const MIN_STARTUP_LENGTH = 8;

const QUERY = 0x51;
const SYNC = 0x53;
const FUNCTION_CALL = 0x46;
const TERMINATE = 0x58;

export class Framing {
  #started = false;
  #ended = false;
  #chunks: Buffer[] = [];
  #length = 0;
  /** Where the next message of the open unit starts. */
  #scanned = 0;

  push(chunk: Buffer): Unit[] {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    const units: Unit[] = [];
    for (let unit = this.#next(); unit !== null; unit = this.#next()) units.push(unit);
    return units;
  }

  #next(): Unit | null {
    if (this.#ended) return null;
    if (!this.#started) return this.#startup();
    // A message's length can be read once its head is here; the chunks of a large one are joined only when complete.
    for (;;) {
      const head = this.#peek(this.#scanned, 5);
      if (head === null) return null;
      const length = head.readInt32BE(1);
      if (length < MIN_LENGTH) return this.#end();
      const end = this.#scanned + 1 + length;
      if (this.#length < end) return null;
      this.#scanned = end;
      const type = head[0];
      if (type === TERMINATE) return this.#end();
      if (type === SYNC || type === QUERY || type === FUNCTION_CALL) return { kind: 'query', bytes: this.#take(end) };
    }
  }

  #startup(): Unit | null {
    const head = this.#peek(0, 8);
    if (head === null) return null;
    const length = head.readInt32BE(0);
    const code = head.readInt32BE(4);
    if (code === CANCEL_REQUEST) return this.#end();
    if (length < MIN_STARTUP_LENGTH) return this.#end();
    if (this.#length < length) return null;
    const bytes = this.#take(length);
    if (code === SSL_REQUEST || code === GSS_REQUEST) return { kind: 'refuse-encryption' };
    this.#started = true;
    return { kind: 'startup', bytes };
  }

  #end(): Unit {
    this.#ended = true;
    return { kind: 'end' };
  }

  #peek(start: number, length: number): Buffer | null {
    if (this.#length < start + length) return null;
    let offset = 0;
    for (const [index, chunk] of this.#chunks.entries()) {
      if (start < offset + chunk.length) {
        const inside = start - offset;
        if (inside + length <= chunk.length) return chunk.subarray(inside, inside + length);
        return Buffer.concat(this.#chunks.slice(index)).subarray(inside, inside + length);
      }
      offset += chunk.length;
    }
    return null;
  }

  #take(length: number): Uint8Array {
    const all =
      this.#chunks.length === 1 && this.#chunks[0] !== undefined ? this.#chunks[0] : Buffer.concat(this.#chunks);
    const rest = all.subarray(length);
    this.#chunks = rest.length > 0 ? [rest] : [];
    this.#length = rest.length;
    this.#scanned = 0;
    return new Uint8Array(all.subarray(0, length));
  }
}

import { createHash } from 'node:crypto';
import type { MatrixSetId } from '../../tiles/tile/matrix-set.ts';
import type { TileCoord } from '../../tiles/tile/tile.ts';
import type { Principal } from '../platform/auth/principal.ts';
import { compress, decompress, type Coding } from '../platform/http/content.ts';
import type { EncodedTile } from '../layers/source.ts';
import type { TileRequest } from './request.ts';

/** A tile's bytes in one coding, with what its headers say of them. */
export interface CodedBody {
  readonly coding: Coding;
  readonly bytes: Buffer;
  readonly length: string;
  /** Strong: it belongs to exact bytes, so every coding has its own. */
  readonly etag: string;
}

/** What an entry takes beside its bodies and texts: objects, maps and the index, measured and rounded up. */
const ENTRY_BYTES = 1280;
/** A buffer of its own, its tag and its length. */
const BODY_BYTES = 256;
/** More addresses of one tile than a well-behaved client writes. */
const MAX_ALIASES = 4;

/**
 * A tile in memory. Its coded forms are made when first asked for, each once. The plain bytes go as soon as a coded
 * form is there, unless a client takes them plain, which hardly any does: they take several times the room. Any coded
 * form gives them back.
 */
export class TileEntry {
  readonly key: string;
  readonly matrixSet: MatrixSetId;
  readonly tile: TileCoord;
  /** Ids of the layers drawn. */
  readonly layers: readonly string[];
  /** Ids of all layers asked for, also of those that begin at a higher zoom. */
  readonly names: readonly string[];
  /** Visibility key of the principals who may get it. */
  readonly visibilityKey: string;
  readonly isEmpty: boolean;
  readonly hash: string;
  /** When it was last asked of its source, with success or not (of `performance.now`). */
  askedAtMs = performance.now();
  /**
   * A change has touched it: it is served while the database is lost, and never else. Or it was made then, of less than
   * was known.
   */
  isStale = false;
  /** In the cache, which alone sets this, the next three and the addresses. */
  isKept = false;
  newer: TileEntry | null = null;
  older: TileEntry | null = null;
  countedBytes = 0;
  readonly aliases: string[] = [];
  br: CodedBody | null = null;
  gzip: CodedBody | null = null;
  identity: CodedBody | null = null;
  readonly #revisions: readonly number[];
  readonly #pending = new Map<Coding, Promise<CodedBody>>();
  #isTakenPlain = false;

  constructor({ visibilityKey }: Principal, request: TileRequest, made: EncodedTile) {
    this.key = request.key;
    this.matrixSet = request.matrixSet;
    this.tile = request.tile;
    this.layers = request.layers.map(({ layer }) => layer.id);
    this.names = request.names;
    this.visibilityKey = visibilityKey;
    this.#revisions = this.layers.map((id) => made.revisions.get(id) ?? 0);
    this.isEmpty = made.bytes.length === 0;
    this.hash = createHash('sha256').update(made.bytes).digest('base64url').slice(0, 22);
    this.identity = this.#body('identity', made.bytes);
  }

  /** Revision of a layer that the tile was made from; undefined where it does not hold the layer. */
  revisionOf(layer: string): number | undefined {
    const index = this.layers.indexOf(layer);
    return index < 0 ? undefined : this.#revisions[index];
  }

  /** A coded form, made where it is missing. */
  async coded(coding: Coding): Promise<CodedBody> {
    if (coding === 'identity') this.#isTakenPlain = true;
    const ready = this[coding];
    if (ready !== null) return ready;
    const pending = this.#pending.get(coding) ?? this.#make(coding).finally(() => this.#pending.delete(coding));
    this.#pending.set(coding, pending);
    return pending;
  }

  /** The bytes as they are, which are not kept for it. */
  plain(): Promise<Buffer> {
    const source = this.#source();
    return decompress(source.bytes, source.coding);
  }

  /** Takes over what another entry of the same bytes has compressed already. */
  adopt(other: TileEntry): void {
    if (other.hash !== this.hash) return;
    this.br = other.br;
    this.gzip = other.gzip;
    this.#dropPlain();
  }

  /** Memory it takes now. */
  bytes(): number {
    let sum = ENTRY_BYTES + 2 * this.key.length;
    // Keys of the map of addresses are counted with their entry.
    for (const alias of this.aliases) sum += 64 + 2 * alias.length;
    for (const body of [this.br, this.gzip, this.identity]) {
      if (body !== null) sum += BODY_BYTES + body.bytes.length;
    }
    return sum;
  }

  /** Adds an address. @returns the address that has to go for it, if any */
  addAlias(url: string): string | undefined {
    this.aliases.push(url);
    return this.aliases.length > MAX_ALIASES ? this.aliases.shift() : undefined;
  }

  async #make(coding: Coding): Promise<CodedBody> {
    const source = this.#source();
    // Nothing is sent of an empty tile but its tag.
    const bytes = this.isEmpty ? source.bytes : await compress(await decompress(source.bytes, source.coding), coding);
    const body = this.#body(coding, bytes);
    this[coding] = body;
    this.#dropPlain();
    return body;
  }

  #source(): CodedBody {
    const source = this.identity ?? this.br ?? this.gzip;
    if (source === null) throw new Error('A tile without a body.');
    return source;
  }

  #dropPlain(): void {
    if (!this.#isTakenPlain && !this.isEmpty && (this.br ?? this.gzip) !== null) this.identity = null;
  }

  #body(coding: Coding, bytes: Buffer): CodedBody {
    return {
      coding,
      bytes: alone(bytes),
      length: String(bytes.length),
      etag: coding === 'identity' ? `"${this.hash}"` : `"${this.hash}-${coding}"`,
    };
  }
}

/** Bytes in memory of their own: zlib and the driver give parts of larger buffers, which would be kept whole. */
function alone(bytes: Buffer): Buffer {
  if (bytes.buffer.byteLength === bytes.length) return bytes;
  const copy = Buffer.allocUnsafeSlow(bytes.length);
  bytes.copy(copy);
  return copy;
}

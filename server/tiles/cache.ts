import type { TileEntry } from './entry.ts';
import { TileIndex } from './tile-index.ts';

/** No tile may push out more than this share of the others. */
const LARGEST_SHARE = 1 / 8;
/** Longer addresses are read anew each time. */
const MAX_ALIAS_LENGTH = 2048;

/**
 * Tiles in memory within a budget of bytes; the longest unused goes first. Found by the normal form of the request and
 * by the addresses they were asked by, of which every tile keeps a few: whoever varies the address fills no memory.
 */
export class TileCache {
  /** By place, to find what a change touches; those already touched are not among them. */
  readonly index = new TileIndex();
  readonly #budgetBytes: number;
  readonly #byKey = new Map<string, TileEntry>();
  readonly #byUrl = new Map<string, TileEntry>();
  #newest: TileEntry | null = null;
  #oldest: TileEntry | null = null;
  #bytes = 0;
  #evictions = 0;

  constructor(budgetBytes: number) {
    this.#budgetBytes = budgetBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get size(): number {
    return this.#byKey.size;
  }

  get addresses(): number {
    return this.#byUrl.size;
  }

  /** Dropped to make room so far. */
  get evictions(): number {
    return this.#evictions;
  }

  byUrl(url: string): TileEntry | undefined {
    return this.#byUrl.get(url);
  }

  byKey(key: string): TileEntry | undefined {
    return this.#byKey.get(key);
  }

  /** Keeps an entry in place of one with the same key, where it is not too large. */
  put(entry: TileEntry): void {
    const before = this.#byKey.get(entry.key);
    const urls = before === undefined ? [] : [...before.aliases];
    if (before !== undefined) this.#remove(before);
    if (entry.bytes() > this.#budgetBytes * LARGEST_SHARE) return;
    entry.isKept = true;
    this.#byKey.set(entry.key, entry);
    this.index.add(entry);
    this.#link(entry);
    for (const url of urls) this.#name(entry, url);
    this.resized(entry);
  }

  /** The entry is found by this address from now on. */
  addUrl(entry: TileEntry, url: string): void {
    if (!entry.isKept || url.length > MAX_ALIAS_LENGTH || this.#byUrl.get(url) === entry) return;
    this.#name(entry, url);
    this.resized(entry);
  }

  /** Counts an entry anew after a coded form was made, and makes room. */
  resized(entry: TileEntry): void {
    if (!entry.isKept) return;
    const bytes = entry.bytes();
    this.#bytes += bytes - entry.countedBytes;
    entry.countedBytes = bytes;
    while (this.#bytes > this.#budgetBytes && this.#oldest !== null) {
      this.#remove(this.#oldest);
      this.#evictions += 1;
    }
  }

  /** The entry was served: it goes last. */
  used(entry: TileEntry): void {
    if (entry === this.#newest || !entry.isKept) return;
    this.#unlink(entry);
    this.#link(entry);
  }

  /** A change has touched it. It stays for the case that the database is lost. */
  markStale(entry: TileEntry): void {
    if (entry.isStale) return;
    entry.isStale = true;
    this.index.remove(entry);
  }

  #name(entry: TileEntry, url: string): void {
    // An address has one normal form for good, but a catalogue that changes may give it another.
    const other = this.#byUrl.get(url);
    if (other !== undefined && other !== entry) other.aliases.splice(other.aliases.indexOf(url), 1);
    this.#byUrl.set(url, entry);
    const gone = entry.addAlias(url);
    if (gone !== undefined) this.#byUrl.delete(gone);
  }

  #remove(entry: TileEntry): void {
    entry.isKept = false;
    this.#byKey.delete(entry.key);
    for (const url of entry.aliases) this.#byUrl.delete(url);
    if (!entry.isStale) this.index.remove(entry);
    this.#unlink(entry);
    this.#bytes -= entry.countedBytes;
    entry.countedBytes = 0;
  }

  #link(entry: TileEntry): void {
    entry.older = this.#newest;
    entry.newer = null;
    if (this.#newest !== null) this.#newest.newer = entry;
    this.#newest = entry;
    this.#oldest ??= entry;
  }

  #unlink(entry: TileEntry): void {
    if (entry.newer === null) this.#newest = entry.older;
    else entry.newer.older = entry.older;
    if (entry.older === null) this.#oldest = entry.newer;
    else entry.older.newer = entry.newer;
    entry.newer = null;
    entry.older = null;
  }
}

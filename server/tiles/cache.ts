import type { GeometryKind } from '../../tiles/layer/layer.ts';
import { matrixSize, type MatrixSetId } from '../../tiles/tile/matrix-set.ts';
import type { Bounds3857 } from '../../tiles/tile/tile.ts';
import { nearTiles, touchedTiles } from '../../tiles/tile/touched.ts';
import { isTouched, type TilesTouching } from '../../tiles/tile/touching.ts';
import { boxAt, countBoxes, type Change } from '../layers/change.ts';
import type { Principal } from '../platform/auth/principal.ts';
import type { TileEntry } from './entry.ts';

/** A tile larger than this share of the budget is not kept: it would push out too many others. */
const LARGEST_SHARE = 1 / 8;
/** Longer addresses are not kept, but parsed anew each time. */
const MAX_ALIAS_LENGTH = 2048;

/** Tiles that some principals may see, by the two ways to find them. */
interface Visible {
  readonly byKey: Map<string, TileEntry>;
  readonly byUrl: Map<string, TileEntry>;
}

/**
 * Tiles in memory within a budget of bytes; the longest unused goes first. A tile is found by who may see it, and then
 * by the normal form of the request or by the addresses it was asked by. Every tile keeps a few addresses, so that
 * varying them fills no memory.
 */
export class TileCache {
  /** Finds the tiles whose ground a change touches. Tiles that a change has touched already are not in it. */
  readonly index = new TileIndex();
  readonly #budgetBytes: number;
  /** By the visibility key of principals. */
  readonly #visible = new Map<string, Visible>();
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
    let sum = 0;
    for (const { byKey } of this.#visible.values()) sum += byKey.size;
    return sum;
  }

  get addresses(): number {
    let sum = 0;
    for (const { byUrl } of this.#visible.values()) sum += byUrl.size;
    return sum;
  }

  /** Dropped to make room so far. */
  get evictions(): number {
    return this.#evictions;
  }

  byUrl({ visibilityKey }: Principal, url: string): TileEntry | undefined {
    return this.#visible.get(visibilityKey)?.byUrl.get(url);
  }

  byKey({ visibilityKey }: Principal, key: string): TileEntry | undefined {
    return this.#visible.get(visibilityKey)?.byKey.get(key);
  }

  /** Keeps an entry in place of one with the same key, where it is not too large. */
  put(entry: TileEntry): void {
    const { byKey } = this.#visibleOf(entry);
    const before = byKey.get(entry.key);
    const urls = before === undefined ? [] : [...before.aliases];
    if (before !== undefined) this.#remove(before);
    if (entry.bytes() > this.#budgetBytes * LARGEST_SHARE) return;
    entry.isKept = true;
    byKey.set(entry.key, entry);
    this.index.add(entry);
    this.#link(entry);
    for (const url of urls) this.#name(entry, url);
    this.resized(entry);
  }

  /** The entry is found by this address from now on. */
  addUrl(entry: TileEntry, url: string): void {
    if (!entry.isKept || url.length > MAX_ALIAS_LENGTH || this.#visibleOf(entry).byUrl.get(url) === entry) return;
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

  /** The entry was served, so it is the last to be evicted. */
  used(entry: TileEntry): void {
    if (entry === this.#newest || !entry.isKept) return;
    this.#unlink(entry);
    this.#link(entry);
  }

  /** A change has touched the entry. It stays for the case that the database is lost. */
  markStale(entry: TileEntry): void {
    if (entry.isStale) return;
    entry.isStale = true;
    this.index.remove(entry);
  }

  /** Removes every tile that names a layer, drawn in it or not. @returns the number of tiles removed */
  removeLayer(id: string): number {
    return this.#removeAll(({ names }) => names.includes(id));
  }

  /** Removes every tile of a layer that a change has touched. */
  removeStale(id: string): void {
    this.#removeAll(({ isStale, names }) => isStale && names.includes(id));
  }

  #removeAll(matches: (entry: TileEntry) => boolean): number {
    let count = 0;
    for (let entry = this.#oldest, next = entry; entry !== null; entry = next) {
      next = entry.newer;
      if (!matches(entry)) continue;
      this.#remove(entry);
      count += 1;
    }
    return count;
  }

  #visibleOf({ visibilityKey }: TileEntry): Visible {
    let visible = this.#visible.get(visibilityKey);
    if (visible === undefined) {
      visible = { byKey: new Map(), byUrl: new Map() };
      this.#visible.set(visibilityKey, visible);
    }
    return visible;
  }

  #name(entry: TileEntry, url: string): void {
    // An address keeps its normal form until the registry changes, which may give it another.
    const { byUrl } = this.#visibleOf(entry);
    const other = byUrl.get(url);
    if (other !== undefined && other !== entry) other.aliases.splice(other.aliases.indexOf(url), 1);
    byUrl.set(url, entry);
    const gone = entry.addAlias(url);
    if (gone !== undefined) byUrl.delete(gone);
  }

  #remove(entry: TileEntry): void {
    const { byKey, byUrl } = this.#visibleOf(entry);
    entry.isKept = false;
    byKey.delete(entry.key);
    for (const url of entry.aliases) byUrl.delete(url);
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

/** Entries of one level of a matrix set, by tile. */
interface Level {
  readonly matrixSet: MatrixSetId;
  readonly z: number;
  readonly columns: number;
  readonly tiles: Map<number, TileEntry[]>;
}

/** `forTouched` gives way to other work after so many boxes. */
const STEPS_AT_A_TIME = 2000;

/** Tiles in memory by where they are. */
export class TileIndex {
  readonly #levels = new Map<string, Level>();

  add(entry: TileEntry): void {
    const level = this.#levelOf(entry);
    const number = numberOf(level, entry.tile.x, entry.tile.y);
    const here = level.tiles.get(number);
    if (here === undefined) level.tiles.set(number, [entry]);
    else here.push(entry);
  }

  remove(entry: TileEntry): void {
    const level = this.#levelOf(entry);
    const number = numberOf(level, entry.tile.x, entry.tile.y);
    const here = level.tiles.get(number);
    if (here === undefined) return;
    const index = here.indexOf(entry);
    if (index >= 0) here.splice(index, 1);
    if (here.length === 0) level.tiles.delete(number);
  }

  /**
   * Calls `touched` for every entry that a change touches and that was made before it. Many boxes take a while: it
   * gives way to other work in between, so that entries added meanwhile may or may not be among them.
   */
  async forTouched(change: Change, geometry: GeometryKind, touched: (entry: TileEntry) => void): Promise<void> {
    const visit = (entry: TileEntry): void => {
      const revision = entry.revisionOf(change.layer);
      if (revision !== undefined && (change.isReset || revision < change.revision)) touched(entry);
    };
    let steps = 0;
    for (const level of this.#levels.values()) {
      if (change.boxes === null) {
        for (const entries of [...level.tiles.values()]) [...entries].forEach(visit);
        continue;
      }
      for (let index = 0; index < countBoxes(change.boxes) && level.tiles.size > 0; index += 1) {
        entriesTouched(level, geometry, boxAt(change.boxes, index)).forEach(visit);
        steps += 1;
        if (steps % STEPS_AT_A_TIME === 0) await new Promise<void>((resolve) => setImmediate(resolve));
      }
    }
  }

  #levelOf({ matrixSet, tile: { z } }: TileEntry): Level {
    const key = `${matrixSet}/${z}`;
    let level = this.#levels.get(key);
    if (level === undefined) {
      level = { matrixSet, z, columns: matrixSize(matrixSet, z).columns, tiles: new Map() };
      this.#levels.set(key, level);
    }
    return level;
  }
}

const NONE: readonly TileEntry[] = [];

/**
 * Looks at the tiles around a box or at those in memory, whichever are fewer. The exact test, to the unit, runs only
 * where there is a tile: of thousands of boxes most lie where no tile is in memory, or where an earlier box has touched
 * them all.
 */
function entriesTouched(level: Level, geometry: GeometryKind, box: Bounds3857): readonly TileEntry[] {
  const { firstColumn, lastColumn, firstRow, lastRow } = nearTiles(box, level.matrixSet, level.z);
  let exact: TilesTouching | null = null;
  const isExactly = ({ tile }: TileEntry): boolean =>
    isTouched((exact ??= touchedTiles(geometry, box, level.matrixSet, level.z)), tile.x, tile.y);
  let found: TileEntry[] | null = null;
  const take = (entries: readonly TileEntry[] | undefined): void => {
    const [entry] = entries ?? NONE;
    if (entries !== undefined && entry !== undefined && isExactly(entry)) (found ??= []).push(...entries);
  };
  if ((lastColumn - firstColumn + 1) * (lastRow - firstRow + 1) > level.tiles.size) {
    for (const entries of level.tiles.values()) take(entries);
  } else {
    for (let row = firstRow; row <= lastRow; row += 1) {
      // Beyond the antimeridian the columns begin anew.
      for (let x = firstColumn; x <= lastColumn; x += 1)
        take(level.tiles.get(numberOf(level, ((x % level.columns) + level.columns) % level.columns, row)));
    }
  }
  return found ?? NONE;
}

/** Up to 2^44, which a number holds exactly. */
function numberOf(level: Level, x: number, y: number): number {
  return y * level.columns + x;
}

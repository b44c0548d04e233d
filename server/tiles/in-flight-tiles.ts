import { matrixSize, type MatrixSetId } from '../../tiles/tile/matrix-set.ts';
import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import type { Bounds3857, TileCoord } from '../../tiles/tile/tile.ts';
import { nearTiles, touchedTiles } from '../../tiles/tile/touched.ts';
import { isTouched } from '../../tiles/tile/touching.ts';
import { boxAt, countBoxes, type Change } from '../layers/change.ts';
import { TileEntry } from './entry.ts';
import type { EncodedTile } from '../layers/source.ts';
import type { Principal } from '../platform/auth/principal.ts';
import type { TileRequest } from './request.ts';

export type MakeTile = (
  request: TileRequest,
  options: { readonly principal: Principal; readonly signal: AbortSignal },
) => Promise<EncodedTile>;

/** A client's part in a tile that is being made. */
export interface Waiter {
  readonly entry: Promise<TileEntry>;
  /** The client has gone. The last one to leave ends the query. */
  leave(): void;
}

export interface InFlightParts {
  readonly make: MakeTile;
  readonly store: (entry: TileEntry, request: TileRequest) => void;
  /** Revision of a layer as far as it is known now. */
  readonly revisionOf: (layer: string) => number;
}

interface PendingTile {
  readonly request: TileRequest;
  readonly key: string;
  readonly controller: AbortController;
  /** Clients of all waiters: the query has its turn when the first of them has. */
  readonly clients: Set<string>;
  entry: Promise<TileEntry>;
  waiters: number;
  /** Changes before this position of the log do not touch the tile, or are noted in `needs`. */
  testedTo: number;
  /** Revisions that the tile must have seen to be stored. */
  readonly needs: Map<string, number>;
  /** By layer, what was known when it began: a standby may have seen less, while the primary is lost. */
  readonly knownBefore: readonly number[];
}

/**
 * Tiles being made: requests for the same one, of principals who see the same, wait for one query. A tile is stored
 * unless a change has touched it that its snapshot does not know of; a request that comes after such a change, or after
 * one of the registry, has the tile made anew.
 */
export class InFlightTiles {
  readonly #parts: InFlightParts;
  readonly #byKey = new Map<string, PendingTile>();
  readonly #all = new Set<PendingTile>();
  readonly #log = new ChangeLog();
  #started = 0;
  #joined = 0;
  #aborted = 0;

  constructor(parts: InFlightParts) {
    this.#parts = parts;
  }

  get started(): number {
    return this.#started;
  }

  get joined(): number {
    return this.#joined;
  }

  get aborted(): number {
    return this.#aborted;
  }

  /** Whether a tile is being made. */
  has(principal: Principal, request: TileRequest): boolean {
    return this.#byKey.has(keyOf(principal, request));
  }

  /** Takes part in making a tile. */
  join(principal: Principal, request: TileRequest): Waiter {
    const known = this.#byKey.get(keyOf(principal, request));
    let pending: PendingTile;
    if (known !== undefined && known.request.version === request.version && !this.#isOutdated(known)) {
      pending = known;
      this.#joined += 1;
    } else {
      pending = this.#start(principal, request);
    }
    pending.waiters += 1;
    for (const client of principal.clients ?? []) pending.clients.add(client);
    let isWaiting = true;
    return {
      entry: pending.entry,
      leave: () => {
        if (!isWaiting) return;
        isWaiting = false;
        pending.waiters -= 1;
        if (pending.waiters === 0 && this.#all.has(pending)) this.#abort(pending);
      },
    };
  }

  /** Notes a change; to be called before stale tiles are marked in memory. */
  noteChange(change: Change): void {
    let tested = this.#log.end;
    for (const pending of this.#all) tested = Math.min(tested, pending.testedTo);
    this.#log.forget(tested);
    if (this.#all.size > 0) this.#log.add(change);
  }

  #start(principal: Principal, request: TileRequest): PendingTile {
    const controller = new AbortController();
    const clients = new Set(principal.clients);
    const made = this.#parts.make(request, { principal: { ...principal, clients }, signal: controller.signal });
    const pending: PendingTile = {
      request,
      key: keyOf(principal, request),
      controller,
      clients,
      waiters: 0,
      testedTo: this.#log.end,
      needs: new Map(),
      knownBefore: request.layers.map(({ layer }) => this.#parts.revisionOf(layer.id)),
      entry: made.then((tile) => this.#arrive(pending, principal, tile)),
    };
    // Where all waiters have left, nobody else handles the rejection.
    pending.entry
      .catch(() => undefined)
      .finally(() => this.#end(pending))
      .catch(() => undefined);
    this.#started += 1;
    this.#byKey.set(pending.key, pending);
    this.#all.add(pending);
    return pending;
  }

  #arrive(pending: PendingTile, principal: Principal, made: EncodedTile): TileEntry {
    pending.controller.signal.throwIfAborted();
    this.#end(pending);
    this.#isOutdated(pending);
    const entry = new TileEntry(principal, pending.request, made);
    const knowsAll = [...pending.needs].every(([layer, revision]) => (made.revisions.get(layer) ?? 0) >= revision);
    // Without the revisions of its own snapshot nobody could tell when it is out of date, an empty one least of all.
    const isDated = pending.request.layers.every(({ layer }) => made.revisions.has(layer.id));
    entry.isStale = pending.request.layers.some(
      ({ layer }, nth) => (made.revisions.get(layer.id) ?? Infinity) < (pending.knownBefore[nth] ?? 0),
    );
    if (knowsAll && isDated && !entry.isStale) this.#parts.store(entry, pending.request);
    return entry;
  }

  #end(pending: PendingTile): void {
    this.#all.delete(pending);
    if (this.#byKey.get(pending.key) === pending) this.#byKey.delete(pending.key);
  }

  #abort(pending: PendingTile): void {
    this.#aborted += 1;
    this.#end(pending);
    pending.controller.abort();
  }

  /** Whether a change seen since it started touches it: its statement may not know of it. */
  #isOutdated(pending: PendingTile): boolean {
    for (const change of this.#log.since(pending.testedTo)) {
      const layer = pending.request.layers.find((each) => each.layer.id === change.layer)?.layer;
      if (layer !== undefined && touches(change, layer, pending.request))
        pending.needs.set(change.layer, change.isReset ? Infinity : change.revision);
    }
    pending.testedTo = this.#log.end;
    return pending.needs.size > 0;
  }
}

function keyOf({ visibilityKey }: Principal, { key }: TileRequest): string {
  return `${visibilityKey} ${key}`;
}

function touches({ boxes }: Change, { geometry }: LayerDefinition, { matrixSet, tile }: TileRequest): boolean {
  if (boxes === null) return true;
  for (let index = 0; index < countBoxes(boxes); index += 1) {
    const box = boxAt(boxes, index);
    if (isNear(box, matrixSet, tile) && isTouched(touchedTiles(geometry, box, matrixSet, tile.z), tile.x, tile.y))
      return true;
  }
  return false;
}

/** A rough test that spares most of thousands of boxes the exact one. */
function isNear(box: Bounds3857, matrixSet: MatrixSetId, { z, x, y }: TileCoord): boolean {
  const { firstColumn, lastColumn, firstRow, lastRow } = nearTiles(box, matrixSet, z);
  const { columns } = matrixSize(matrixSet, z);
  return (
    y >= firstRow && y <= lastRow && (((x - firstColumn) % columns) + columns) % columns <= lastColumn - firstColumn
  );
}

/** Beyond this many boxes the oldest changes count as touching their whole layer. */
const MAX_BOXES = 100_000;

/**
 * Recent changes in the order they were seen. A change stays while a tile is being made that may not know of it.
 * Positions only grow; `end` is the position of the next change.
 */
export class ChangeLog {
  readonly #changes: Change[] = [];
  readonly #maxBoxes: number;
  #start = 0;
  #boxes = 0;

  constructor(maxBoxes = MAX_BOXES) {
    this.#maxBoxes = maxBoxes;
  }

  get end(): number {
    return this.#start + this.#changes.length;
  }

  add(change: Change): void {
    this.#changes.push(change);
    this.#boxes += sizeOf(change);
    for (let index = 0; this.#boxes > this.#maxBoxes && index < this.#changes.length; index += 1) {
      const old = this.#changes[index];
      if (old === undefined || old.boxes === null) continue;
      this.#boxes -= sizeOf(old);
      this.#changes[index] = { ...old, boxes: null };
    }
  }

  /** Changes from a position on, which must not have been forgotten. */
  since(position: number): readonly Change[] {
    return position === this.end ? [] : this.#changes.slice(position - this.#start);
  }

  /** Forgets what lies before a position. */
  forget(position: number): void {
    const gone = this.#changes.splice(0, Math.max(0, position - this.#start));
    this.#start += gone.length;
    for (const change of gone) this.#boxes -= sizeOf(change);
  }
}

function sizeOf({ boxes }: Change): number {
  return boxes === null ? 0 : countBoxes(boxes);
}

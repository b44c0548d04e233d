import { gridSize, type MatrixSetId } from '../../tiles/tile/matrix-set.ts';
import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import type { Bounds3857, TileCoord } from '../../tiles/tile/tile.ts';
import { nearTiles, touchedTiles } from '../../tiles/tile/touched.ts';
import { isTouched } from '../../tiles/tile/touching.ts';
import { ChangeLog } from '../changes/change-log.ts';
import { boxAt, countBoxes, type Change } from '../changes/change.ts';
import { TileEntry } from './entry.ts';
import type { EncodedTile } from './encoded-tile.ts';
import type { TileRequest } from './request.ts';

export type MakeTile = (request: TileRequest, options: { readonly signal: AbortSignal }) => Promise<EncodedTile>;

/** A place in a pending. */
export interface Waiter {
  readonly entry: Promise<TileEntry>;
  /** The client has gone. The last one to leave ends the query. */
  leave(): void;
}

interface PendingTile {
  readonly request: TileRequest;
  readonly controller: AbortController;
  entry: Promise<TileEntry>;
  seats: number;
  /** Changes before this position of the log are known not to touch it, or to be noted in `needs`. */
  testedTo: number;
  /** Revisions that the tile must have seen to be kept. */
  readonly needs: Map<string, number>;
}

/**
 * Tiles being made: who asks for the same one waits for it. A tile is landed, which is to keep it, unless a change has
 * touched it since that it does not know of; and who asks after such a change has it made anew.
 */
export class InFlightTiles {
  readonly #make: MakeTile;
  readonly #land: (entry: TileEntry) => void;
  readonly #byKey = new Map<string, PendingTile>();
  readonly #all = new Set<PendingTile>();
  readonly #log = new ChangeLog();
  #started = 0;
  #joined = 0;
  #aborted = 0;

  constructor(make: MakeTile, land: (entry: TileEntry) => void) {
    this.#make = make;
    this.#land = land;
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
  has(key: string): boolean {
    return this.#byKey.has(key);
  }

  /** Takes part in making a tile. */
  join(request: TileRequest): Waiter {
    const flying = this.#byKey.get(request.key);
    let pending: PendingTile;
    if (flying !== undefined && !this.#isOutdated(flying)) {
      pending = flying;
      this.#joined += 1;
    } else {
      pending = this.#start(request);
    }
    pending.seats += 1;
    let seated = true;
    return {
      entry: pending.entry,
      leave: () => {
        if (!seated) return;
        seated = false;
        pending.seats -= 1;
        if (pending.seats === 0 && this.#all.has(pending)) this.#abort(pending);
      },
    };
  }

  /** Notes a change; call it before the tiles in memory are looked at. */
  noteChange(change: Change): void {
    let tested = this.#log.end;
    for (const pending of this.#all) tested = Math.min(tested, pending.testedTo);
    this.#log.forget(tested);
    if (this.#all.size > 0) this.#log.add(change);
  }

  #start(request: TileRequest): PendingTile {
    const controller = new AbortController();
    const made = this.#make(request, { signal: controller.signal });
    const pending: PendingTile = {
      request,
      controller,
      seats: 0,
      testedTo: this.#log.end,
      needs: new Map(),
      entry: made.then((tile) => this.#arrive(pending, tile)),
    };
    // Where all have left, nobody hears of the end.
    pending.entry
      .catch(() => undefined)
      .finally(() => this.#end(pending))
      .catch(() => undefined);
    this.#started += 1;
    this.#byKey.set(request.key, pending);
    this.#all.add(pending);
    return pending;
  }

  #arrive(pending: PendingTile, made: EncodedTile): TileEntry {
    pending.controller.signal.throwIfAborted();
    this.#end(pending);
    this.#isOutdated(pending);
    const entry = new TileEntry(pending.request, made);
    const knowsAll = [...pending.needs].every(([layer, revision]) => (made.revisions.get(layer) ?? 0) >= revision);
    if (knowsAll) this.#land(entry);
    return entry;
  }

  #end(pending: PendingTile): void {
    this.#all.delete(pending);
    if (this.#byKey.get(pending.request.key) === pending) this.#byKey.delete(pending.request.key);
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

function touches({ boxes }: Change, { geometry }: LayerDefinition, { grid, tile }: TileRequest): boolean {
  if (boxes === null) return true;
  for (let index = 0; index < countBoxes(boxes); index += 1) {
    const box = boxAt(boxes, index);
    if (isNear(box, grid, tile) && isTouched(touchedTiles(geometry, box, grid, tile.z), tile.x, tile.y)) return true;
  }
  return false;
}

/** Spares most of thousands of boxes the exact answer. */
function isNear(box: Bounds3857, grid: MatrixSetId, { z, x, y }: TileCoord): boolean {
  const { firstColumn, lastColumn, firstRow, lastRow } = nearTiles(box, grid, z);
  const { columns } = gridSize(grid, z);
  return (
    y >= firstRow && y <= lastRow && (((x - firstColumn) % columns) + columns) % columns <= lastColumn - firstColumn
  );
}

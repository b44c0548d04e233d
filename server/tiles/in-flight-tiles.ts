import { gridSize, type GridId } from '../../tiles/tile/matrix-set.ts';
import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import type { Bounds3857, TileCoord } from '../../tiles/tile/tile.ts';
import { nearTiles, touchedTiles } from '../../tiles/tile/touched.ts';
import { isTouched } from '../../tiles/tile/touching.ts';
import { ChangeLog } from '../changes/change-log.ts';
import { boxAt, countBoxes, type Change } from '../changes/change.ts';
import { TileEntry } from './entry.ts';
import type { MadeTile } from './encoded-tile.ts';
import type { TileRequest } from './request.ts';

export type MakeTile = (request: TileRequest, options: { readonly signal: AbortSignal }) => Promise<MadeTile>;

/** A place in a flight. */
export interface Seat {
  readonly entry: Promise<TileEntry>;
  /** The client has gone. The last one to leave ends the query. */
  leave(): void;
}

interface Flight {
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
export class Flights {
  readonly #make: MakeTile;
  readonly #land: (entry: TileEntry) => void;
  readonly #byKey = new Map<string, Flight>();
  readonly #all = new Set<Flight>();
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
  join(request: TileRequest): Seat {
    const flying = this.#byKey.get(request.key);
    let flight: Flight;
    if (flying !== undefined && !this.#isOutdated(flying)) {
      flight = flying;
      this.#joined += 1;
    } else {
      flight = this.#start(request);
    }
    flight.seats += 1;
    let seated = true;
    return {
      entry: flight.entry,
      leave: () => {
        if (!seated) return;
        seated = false;
        flight.seats -= 1;
        if (flight.seats === 0 && this.#all.has(flight)) this.#abort(flight);
      },
    };
  }

  /** Notes a change; call it before the tiles in memory are looked at. */
  noteChange(change: Change): void {
    let tested = this.#log.end;
    for (const flight of this.#all) tested = Math.min(tested, flight.testedTo);
    this.#log.forget(tested);
    if (this.#all.size > 0) this.#log.add(change);
  }

  #start(request: TileRequest): Flight {
    const controller = new AbortController();
    const made = this.#make(request, { signal: controller.signal });
    const flight: Flight = { request, controller, seats: 0, testedTo: this.#log.end, needs: new Map(), entry: made.then((tile) => this.#arrive(flight, tile)) };
    // Where all have left, nobody hears of the end.
    flight.entry.catch(() => undefined).finally(() => this.#end(flight)).catch(() => undefined);
    this.#started += 1;
    this.#byKey.set(request.key, flight);
    this.#all.add(flight);
    return flight;
  }

  #arrive(flight: Flight, made: MadeTile): TileEntry {
    flight.controller.signal.throwIfAborted();
    this.#end(flight);
    this.#isOutdated(flight);
    const entry = new TileEntry(flight.request, made);
    const knowsAll = [...flight.needs].every(([layer, revision]) => (made.revisions.get(layer) ?? 0) >= revision);
    if (knowsAll) this.#land(entry);
    return entry;
  }

  #end(flight: Flight): void {
    this.#all.delete(flight);
    if (this.#byKey.get(flight.request.key) === flight) this.#byKey.delete(flight.request.key);
  }

  #abort(flight: Flight): void {
    this.#aborted += 1;
    this.#end(flight);
    flight.controller.abort();
  }

  /** Whether a change seen since it started touches it: its statement may not know of it. */
  #isOutdated(flight: Flight): boolean {
    for (const change of this.#log.since(flight.testedTo)) {
      const layer = flight.request.layers.find((each) => each.layer.id === change.layer)?.layer;
      if (layer !== undefined && touches(change, layer, flight.request)) flight.needs.set(change.layer, change.isReset ? Infinity : change.revision);
    }
    flight.testedTo = this.#log.end;
    return flight.needs.size > 0;
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
function isNear(box: Bounds3857, grid: GridId, { z, x, y }: TileCoord): boolean {
  const { firstColumn, lastColumn, firstRow, lastRow } = nearTiles(box, grid, z);
  const { columns } = gridSize(grid, z);
  return y >= firstRow && y <= lastRow && (((x - firstColumn) % columns) + columns) % columns <= lastColumn - firstColumn;
}

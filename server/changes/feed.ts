import type { ServerResponse } from 'node:http';
import { latitudeOf, longitudeOf } from '../../tiles/tile/mercator.ts';
import { cellAt } from '../../tiles/tile/pyramid.ts';
import type { Bounds3857 } from '../../tiles/tile/tile.ts';
import { withCells } from '../../tiles/tile/touched.ts';
import type { Bbox, ServerEvent } from '../../tiles/api/wire.ts';
import type { LayerRegistry } from '../layers/registry.ts';
import { boxAt, countBoxes, type Change } from '../layers/change.ts';
import { NO_CLIENT } from '../platform/fairness/client-address.ts';
import { FairPlaces } from '../platform/fairness/fair-places.ts';
import type { Refusal } from '../platform/fairness/fair-queue.ts';
import type { ChangePoller } from './change-poller.ts';

/** Proxies end silent connections, most of them after 30 or 60 s. */
const HEARTBEAT_MS = 15_000;
/** A client that does not read is dropped at this much. It catches up by the revisions of its next `hello`. */
const MAX_BUFFERED_BYTES = 256 * 1024;
/** An event with more boxes has them merged. */
const MAX_BOXES = 200;
/** About a centimetre, for the edges of tiles. */
const DECIMALS = 1e7;
/**
 * Boxes are told as cells of this level, the tiles of zoom 20, 31 m wide in Qingdao: a map needs no more to know its
 * tiles, and an event does not say where a feature is better than the map does.
 */
const SNAP_LEVEL = 16;

interface Listener {
  readonly res: ServerResponse;
  /** Null for all layers. */
  readonly layers: ReadonlySet<string> | null;
  /** Asks with the revisions that it was told of, so that no process answers it with less. */
  readonly asksByRevision: boolean;
  /** When what was said last is sent: nothing said later comes before it. */
  dueMs: number;
}

export interface FeedOptions {
  /** A bound, as every listener holds a connection and its buffers. */
  readonly maxListeners: number;
  /**
   * How long the feed holds everything back; 0 where absent. A map asks for the touched tiles at once, perhaps another
   * process, and that one takes its tiles for fresh until its own next poll. Whoever sends it the revision (see
   * `readRevisions`) need not wait, but for layers of other databases, whose revisions are each process's own.
   */
  readonly delayMs?: number;
}

/** Passes on to open maps, as server-sent events, the changes that the poller finds and those of layer definitions. */
export class EventFeed {
  readonly #poller: ChangePoller;
  readonly #registry: LayerRegistry;
  readonly #delayMs: number;
  readonly #listeners = new Set<Listener>();
  readonly #places: FairPlaces;
  /** Of all layers, served or not, as of the last event. */
  readonly #revisions = new Map<string, number>();
  #release: (() => void) | null = null;
  #heartbeat: NodeJS.Timeout | null = null;
  #isClosed = false;

  constructor(poller: ChangePoller, registry: LayerRegistry, { maxListeners, delayMs = 0 }: FeedOptions) {
    this.#poller = poller;
    this.#registry = registry;
    this.#places = new FairPlaces(maxListeners);
    this.#delayMs = delayMs;
    poller.onChange('listeners', (changes, isFirst) => this.#tell(changes, isFirst));
    registry.onChange((layer) => this.#tellLayers(layer));
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  /** Why one more listener of a client would not be taken; null where it would. */
  refuses(client: string): Refusal | null {
    return this.#isClosed ? 'full' : this.#places.refuses(client);
  }

  /**
   * Begins an answer that goes on until the client leaves, the service stops, or a client with fewer listeners needs
   * the place of one who has the most. A map opens it again by itself.
   */
  async open(
    res: ServerResponse,
    layers: ReadonlySet<string> | null,
    {
      client = NO_CLIENT,
      asksByRevision = false,
    }: { readonly client?: string; readonly asksByRevision?: boolean } = {},
  ): Promise<void> {
    const listener = { res, layers, asksByRevision, dueMs: -Infinity };
    const giveBack = this.#places.take(client, () => res.destroy());
    this.#add(listener);
    res.once('close', () => {
      giveBack();
      this.#remove(listener);
    });
    res.flushHeaders();
    // Revisions from before a rest would make the map believe that nothing has changed since.
    await this.#poller.freshen(performance.now());
    const revisions = Object.fromEntries(
      [...this.#revisions].filter(
        ([layer]) => this.#registry.get(layer) !== undefined && (layers === null || layers.has(layer)),
      ),
    );
    const definitions = this.#registry.digest;
    this.#say(listener, `retry: 2000\n${format({ type: 'hello', revisions, definitions })}`, Object.keys(revisions));
  }

  /** Ends all streams. */
  close(): void {
    this.#isClosed = true;
    for (const { res } of this.#listeners) res.end();
  }

  #add(listener: Listener): void {
    this.#listeners.add(listener);
    this.#release ??= this.#poller.hold();
    this.#heartbeat ??= setInterval(() => {
      for (const each of this.#listeners) send(each, ': \n\n');
    }, HEARTBEAT_MS).unref();
  }

  #remove(listener: Listener): void {
    this.#listeners.delete(listener);
    if (this.#listeners.size > 0) return;
    this.#release?.();
    this.#release = null;
    if (this.#heartbeat !== null) clearInterval(this.#heartbeat);
    this.#heartbeat = null;
  }

  #tell(changes: readonly Change[], isFirst: boolean): void {
    for (const { layer, revision, boxes } of changes) {
      this.#revisions.set(layer, revision);
      if (this.#registry.get(layer) === undefined) continue;
      // Features without a position are on no map.
      if (isFirst || this.#listeners.size === 0 || boxes?.length === 0) continue;
      const text = format({
        type: 'change',
        layer,
        revision,
        boxes: boxes === null ? null : mergeBoxes(snapBoxes(boxes), MAX_BOXES).map(toDegrees),
      });
      for (const listener of this.#listeners) {
        if (listener.layers?.has(layer) ?? true) this.#say(listener, text, [layer]);
      }
    }
  }

  /** Caches have followed the registry by the time that a client can ask: its listeners are all called at once. */
  #tellLayers(layer: string): void {
    const text = format({ type: 'layers', layer, definitions: this.#registry.digest });
    for (const listener of this.#listeners) {
      if (listener.layers?.has(layer) ?? true) this.#say(listener, text, null);
    }
  }

  /** In the order it is called. `layers`: those whose revisions are told; null where something else is. */
  #say(listener: Listener, text: string, layers: readonly string[] | null): void {
    if (this.#delayMs === 0) {
      send(listener, text);
      return;
    }
    const nowMs = performance.now();
    const mayAsk = listener.asksByRevision && layers?.every((layer) => this.#isOwn(layer)) === true;
    listener.dueMs = Math.max(listener.dueMs, mayAsk ? nowMs : nowMs + this.#delayMs);
    if (listener.dueMs <= nowMs) send(listener, text);
    else setTimeout(send, listener.dueMs - nowMs, listener, text).unref();
  }

  #isOwn(layer: string): boolean {
    return this.#registry.get(layer) === undefined || this.#registry.sourceOf(layer).database === undefined;
  }
}

function format({ type, ...data }: ServerEvent): string {
  return `event: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
}

function send({ res }: Listener, text: string): void {
  if (res.writableEnded || res.destroyed) return;
  if (res.writableLength > MAX_BUFFERED_BYTES) res.destroy();
  else res.write(text);
}

/** Rounded outwards, so that nothing touched is left out. */
function toDegrees({ west, south, east, north }: Bounds3857): Bbox {
  const down = (degrees: number): number => Math.floor(degrees * DECIMALS) / DECIMALS;
  const up = (degrees: number): number => Math.ceil(degrees * DECIMALS) / DECIMALS;
  return [down(longitudeOf(west)), down(latitudeOf(south)), up(longitudeOf(east)), up(latitudeOf(north))];
}

/** The boxes widened to the cells they lie in, each once. What lies beyond the square world is told as it is. */
export function snapBoxes(boxes: readonly number[]): number[] {
  const snapped = new Map<string, readonly number[]>();
  for (let index = 0; index < countBoxes(boxes); index += 1) {
    const { west, south, east, north } = withCells(boxAt(boxes, index), SNAP_LEVEL);
    const box = [west, south, east, north];
    snapped.set(box.join(), box);
  }
  return [...snapped.values()].flat();
}

/** Levels of cells, the finest first: boxes in one cell are merged. Level 0 has 16 × 16 cells. */
const LEVELS = [14, 11, 8, 5, 2, 0];

/** The boxes of a change; where there are more than `most`, fewer boxes around those that lie near one another. */
export function mergeBoxes(boxes: readonly number[], most: number): Bounds3857[] {
  const all = Array.from({ length: countBoxes(boxes) }, (_, index) => boxAt(boxes, index));
  if (all.length <= most) return all;
  for (const level of LEVELS) {
    const merged = mergeByCell(all, level);
    if (merged.length <= most) return merged;
  }
  return [all.reduce(around)];
}

function mergeByCell(boxes: readonly Bounds3857[], level: number): Bounds3857[] {
  const byCell = new Map<string, Bounds3857>();
  for (const box of boxes) {
    const { cx, cy } = cellAt((box.west + box.east) / 2, (box.south + box.north) / 2, level);
    const key = `${cx}/${cy}`;
    const before = byCell.get(key);
    byCell.set(key, before === undefined ? box : around(before, box));
  }
  return [...byCell.values()];
}

function around(a: Bounds3857, b: Bounds3857): Bounds3857 {
  return {
    west: Math.min(a.west, b.west),
    south: Math.min(a.south, b.south),
    east: Math.max(a.east, b.east),
    north: Math.max(a.north, b.north),
  };
}

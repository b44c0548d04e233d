/** What the page knows of data changes. Everything that shows a layer listens here. */
import { signal, type ReadonlySignal } from '@preact/signals';
import type { Bbox, ServerEvent } from '../../../tiles/api/wire.ts';

export interface LayerChange {
  readonly layer: string;
  /**
   * Boxes around the changed features, before and after, in degrees; null where any part of the layer may have changed.
   */
  readonly boxes: readonly Bbox[] | null;
}

export interface Live {
  /** A number for each layer that changes with its data. Queries about the layer make it part of their key. */
  readonly versions: ReadonlySignal<Readonly<Record<string, number>>>;
  /** Rises when layers were added, defined anew or removed. */
  readonly redefinitions: ReadonlySignal<number>;
  /** How many greetings the service has sent: one at first, and another after each lost connection. */
  readonly greetings: ReadonlySignal<number>;
  /**
   * Hears of every change, including those missed while disconnected. A listener added before the first `hello` then
   * hears of all layers.
   */
  readonly onChange: (listener: (change: LayerChange) => void) => () => void;
  readonly receive: (event: ServerEvent) => void;
  /** Headers for a request now: whoever answers it must know the revisions that were told a moment ago. */
  readonly asking: () => Readonly<Record<string, string>>;
  /** Holds changes back until `resume`. */
  readonly pause: () => void;
  /** Delivers the changes held back since `pause`. */
  readonly resume: () => void;
}

type ServerHello = Extract<ServerEvent, { readonly type: 'hello' }>;

/** Queries about a layer that changes all the time repeat at most this often. */
const VERSION_EVERY_MS = 500;
/** After this time every process of the service knows what was told: it polls more often. */
const TOLD_MS = 1000;
/** The header stays short, however much was missed. */
const MOST_TOLD = 99;
/** Above this number, boxes held back become a change of the whole layer. */
const MAX_KEPT_BOXES = 500;

export function createLive(): Live {
  const versions = signal<Readonly<Record<string, number>>>({});
  const redefinitions = signal(0);
  let definitions: string | undefined;
  const greetings = signal(0);
  const listeners = new Set<(change: LayerChange) => void>();
  const known = new Map<string, number>();
  const kept = new Map<string, LayerChange>();
  const raised = new Set<string>();
  let toldMs = -TOLD_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isFirst = true;
  let isPaused = false;

  const raiseVersions = (): void => {
    timer = undefined;
    if (raised.size === 0) return;
    const before = versions.peek();
    versions.value = {
      ...before,
      ...Object.fromEntries([...raised].map((layer) => [layer, (before[layer] ?? 0) + 1])),
    };
    raised.clear();
    timer = setTimeout(raiseVersions, VERSION_EVERY_MS);
  };
  const tell = (change: LayerChange): void => {
    if (isPaused) {
      kept.set(change.layer, join(kept.get(change.layer), change));
      return;
    }
    for (const listener of [...listeners]) listener(change);
    raised.add(change.layer);
    if (timer === undefined) raiseVersions();
  };
  const note = (layer: string, revision: number): void => {
    toldMs = performance.now();
    // What was told last stands last.
    known.delete(layer);
    known.set(layer, revision);
  };
  const receiveHello = ({ revisions, definitions: digest }: ServerHello): void => {
    const isRedefined = !isFirst && digest !== definitions;
    definitions = digest;
    if (isRedefined) redefinitions.value += 1;
    const layers = new Set([...Object.keys(revisions), ...known.keys()]);
    for (const layer of layers) {
      // A missed redefinition does not say which layers it changed.
      const isOther = known.get(layer) !== revisions[layer];
      if (isOther) note(layer, revisions[layer] ?? 0);
      // The revision of tiles that came before the first greeting is unknown.
      if (isFirst) for (const listener of [...listeners]) listener({ layer, boxes: null });
      else if (isOther || isRedefined) tell({ layer, boxes: null });
    }
    isFirst = false;
    greetings.value += 1;
  };

  return {
    versions,
    redefinitions,
    greetings,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    receive(event) {
      if (event.type === 'hello') return receiveHello(event);
      if (event.type === 'layers') {
        definitions = event.definitions;
        redefinitions.value += 1;
        return tell({ layer: event.layer, boxes: null });
      }
      note(event.layer, event.revision);
      tell({ layer: event.layer, boxes: event.boxes });
    },
    asking() {
      const isRecent = performance.now() - toldMs < TOLD_MS;
      return isRecent
        ? {
            'If-Revision': [...known]
              .slice(-MOST_TOLD)
              .map((each) => each.join('='))
              .join(),
          }
        : {};
    },
    pause() {
      isPaused = true;
    },
    resume() {
      isPaused = false;
      const changes = [...kept.values()];
      kept.clear();
      changes.forEach(tell);
    },
  };
}

function join(before: LayerChange | undefined, { layer, boxes }: LayerChange): LayerChange {
  if (before === undefined) return { layer, boxes };
  if (before.boxes === null || boxes === null || before.boxes.length + boxes.length > MAX_KEPT_BOXES)
    return { layer, boxes: null };
  return { layer, boxes: [...before.boxes, ...boxes] };
}

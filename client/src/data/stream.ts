/** A stream of server-sent events that reconnects after a failure, with growing delays. */
import type { ServerEvent, Bbox } from '../../../tiles/api/wire.ts';

/** The part of EventSource that this module uses. */
export interface EventSourceLike {
  addEventListener(type: string, listener: (event: { readonly data?: unknown }) => void): void;
  close(): void;
}

export interface StreamOptions {
  readonly open: () => EventSourceLike;
  readonly onEvent: (event: ServerEvent) => void;
  /** Called at each loss of the connection. */
  readonly onLost?: () => void;
  /** 0–1; spreads the reconnections of many pages after a restart of the service. */
  readonly random?: () => number;
}

export interface Stream {
  /** Does nothing if the stream has already started. */
  readonly start: () => void;
  readonly stop: () => void;
}

const FIRST_DELAY_MS = 1000;
const MAX_DELAY_MS = 60_000;
/**
 * After this many failures without a single success the page stops trying: the service is older, or a proxy buffers the
 * stream.
 */
const TRIES_WITHOUT_SUCCESS = 5;

/** The browser's own reconnection gives up at the first error response, and has no back-off otherwise. */
export function createStream({ open, onEvent, onLost, random = Math.random }: StreamOptions): Stream {
  let source: EventSourceLike | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let hasWorked = false;

  const connect = (): void => {
    const current = open();
    source = current;
    for (const type of EVENT_TYPES) {
      current.addEventListener(type, ({ data }) => {
        const event = source === current ? readEvent(type, data) : null;
        if (event === null) return;
        if (type === 'hello') {
          hasWorked = true;
          failures = 0;
        }
        onEvent(event);
      });
    }
    current.addEventListener('error', () => {
      if (source !== current) return;
      onLost?.();
      retry();
    });
  };
  const retry = (): void => {
    source?.close();
    source = null;
    failures += 1;
    if (!hasWorked && failures >= TRIES_WITHOUT_SUCCESS) return;
    const delayMs = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** (failures - 1));
    timer = setTimeout(
      () => {
        timer = undefined;
        connect();
      },
      delayMs * (0.5 + random()),
    );
  };

  return {
    start() {
      if (source !== null || timer !== undefined) return;
      failures = 0;
      connect();
    },
    stop() {
      clearTimeout(timer);
      timer = undefined;
      source?.close();
      source = null;
    },
  };
}

/** Names of the events, as an EventSource listens to them. */
const EVENT_TYPES = ['hello', 'change', 'layers'] as const satisfies readonly ServerEvent['type'][];

/** Null where the data cannot be read: a newer service may send more than an open page understands. */
export function readEvent(type: ServerEvent['type'], data: unknown): ServerEvent | null {
  const body = parse(data);
  if (body === null) return null;
  const { layer, revision, boxes, revisions, definitions } = body;
  if (type === 'hello') {
    if (!isRevisions(revisions)) return null;
    return typeof definitions === 'string' ? { type, revisions, definitions } : { type, revisions };
  }
  if (type === 'layers')
    return typeof layer === 'string' && typeof definitions === 'string' ? { type, layer, definitions } : null;
  if (typeof layer !== 'string' || !isNumber(revision) || !isBoxes(boxes)) return null;
  return { type, layer, revision, boxes };
}

function parse(data: unknown): Readonly<Record<string, unknown>> | null {
  try {
    const body: unknown = typeof data === 'string' ? JSON.parse(data) : null;
    return isObject(body) ? body : null;
  } catch {
    return null;
  }
}

function isRevisions(value: unknown): value is Record<string, number> {
  return isObject(value) && Object.values(value).every(isNumber);
}

function isBoxes(value: unknown): value is Bbox[] | null {
  return (
    value === null ||
    (Array.isArray(value) && value.every((box) => Array.isArray(box) && box.length === 4 && box.every(isNumber)))
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}

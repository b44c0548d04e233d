import { effect } from '@preact/signals';
import type { App } from './types.ts';
import { createStream } from '../data/stream.ts';

/** Requests of the page say what they were told: see `Live.asking`. */
const PATH = '/events?hold=false';
/**
 * A page in the background closes its connection after this time: a browser opens at most six connections to a server,
 * for all its tabs together.
 */
const PATIENCE_MS = 30_000;
/**
 * The layer list holds counts and extents and is long, so it is fetched again soon after a change but not at every
 * change.
 */
const CATALOGUE = { delayMs: 300, everyMs: 3000 };

/** Follows data changes while the page is visible. Without EventSource the page keeps the data it opened with. */
export function bindLive(app: App, page: Window & typeof globalThis): void {
  const { EventSource } = page as { readonly EventSource?: typeof globalThis.EventSource };
  if (typeof EventSource !== 'function') return;
  const { live, connection } = app;
  const stream = createStream({
    open: () => new EventSource(app.base + PATH),
    onEvent: live.receive,
    onLost: connection.look,
  });
  let patience: ReturnType<typeof setTimeout> | undefined;

  const follow = (): void => {
    clearTimeout(patience);
    if (page.document.visibilityState === 'hidden') {
      live.pause();
      patience = setTimeout(stream.stop, PATIENCE_MS);
    } else {
      live.resume();
      stream.start();
    }
  };
  follow();
  stream.start();
  page.document.addEventListener('visibilitychange', follow);
  page.addEventListener('pagehide', stream.stop);
  page.addEventListener('pageshow', follow);
  reloadCatalogue(app);
}

function reloadCatalogue({ live, catalogue }: App): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let seen = live.versions.peek();
  let askedMs = -CATALOGUE.everyMs;
  effect(() => {
    const versions = live.versions.value;
    if (versions === seen || timer !== undefined) return;
    timer = setTimeout(
      () => {
        timer = undefined;
        seen = live.versions.peek();
        askedMs = performance.now();
        void catalogue.load();
      },
      Math.max(CATALOGUE.delayMs, askedMs + CATALOGUE.everyMs - performance.now()),
    );
  });
}

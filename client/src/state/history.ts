import { effect } from '@preact/signals';
import { formatAddress, parseAddress } from './address.ts';
import { assign, snapshot, type Store } from './store.ts';
import type { MapState } from './types.ts';

/** Browsers refuse more than about 100 address changes in 30 s. */
const REPLACE_EVERY_MS = 400;

/** Keeps the address in step with the state, both ways. Returns the function that ends it. */
export function bindHistory(store: Store, page: Window): () => void {
  let shown = parseAddress(page.location.search);
  let timer: number | undefined;
  let writtenMs = performance.now();

  const write = (method: 'pushState' | 'replaceState', state: MapState): void => {
    page.clearTimeout(timer);
    timer = undefined;
    const address = page.location.pathname + formatAddress(state);
    if (address === page.location.pathname + page.location.search) return;
    writtenMs = performance.now();
    page.history[method](null, '', address);
  };

  const stop = effect(() => {
    const state = snapshot(store);
    const step = isStep(shown, state);
    // The entry that is left behind must hold the last view, or going back would jump past it.
    if (step && timer !== undefined) write('replaceState', shown);
    shown = state;
    if (step) write('pushState', state);
    else if (timer === undefined) {
      // At once where it may be: whoever loads the page again, as after an update, finds what was open.
      const restMs = writtenMs + REPLACE_EVERY_MS - performance.now();
      if (restMs <= 0) write('replaceState', state);
      else timer = page.setTimeout(() => write('replaceState', shown), restMs);
    }
  });

  const onPopState = (): void => {
    page.clearTimeout(timer);
    timer = undefined;
    shown = parseAddress(page.location.search);
    assign(store, shown);
  };
  page.addEventListener('popstate', onPopState);

  return () => {
    stop();
    page.clearTimeout(timer);
    page.removeEventListener('popstate', onPopState);
  };
}

/** Opening a feature or a case is a step one goes back from; moving the map or ticking a layer is not. */
export function isStep(before: MapState, after: MapState): boolean {
  return (
    after.case !== before.case ||
    after.selection?.layer !== before.selection?.layer ||
    after.selection?.id !== before.selection?.id
  );
}

import { signal, type ReadonlySignal } from '@preact/signals';

/** From this width on the panel stands at the left; below, it is a sheet at the bottom. */
export const PANEL_QUERY = '(min-width: 768px)';
export const DARK_QUERY = '(prefers-color-scheme: dark)';

/** A media query as a signal, for as long as the page lives. */
export function mediaSignal(query: string): ReadonlySignal<boolean> {
  return followMedia(query).matches;
}

/** A media query as a signal, until it is stopped. */
export function followMedia(query: string): { readonly matches: ReadonlySignal<boolean>; readonly stop: () => void } {
  const list = matchMedia(query);
  const matches = signal(list.matches);
  const update = (): void => {
    matches.value = list.matches;
  };
  // Safari before 14, and WebViews built on it, know only the older names.
  if (typeof list.addEventListener !== 'function') {
    list.addListener(update);
    return { matches, stop: () => list.removeListener(update) };
  }
  list.addEventListener('change', update);
  return { matches, stop: () => list.removeEventListener('change', update) };
}

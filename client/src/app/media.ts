import { signal, type ReadonlySignal } from '@preact/signals';

/** From this width on the panel stands at the left; below, it is a sheet at the bottom. */
export const PANEL_QUERY = '(min-width: 768px)';

/** A media query as a signal. */
export function mediaSignal(query: string): ReadonlySignal<boolean> {
  const list = matchMedia(query);
  const matches = signal(list.matches);
  const update = (): void => {
    matches.value = list.matches;
  };
  // Safari before 14, and WebViews built on it, know only the older name.
  if (typeof list.addEventListener === 'function') list.addEventListener('change', update);
  else list.addListener(update);
  return matches;
}

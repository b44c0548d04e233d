/** Theme of a map in somebody else's page. */
import { signal, type ReadonlySignal } from '@preact/signals';

const DARK = '(prefers-color-scheme: dark)';

/** Follows the reader's system until it is stopped. */
export function systemTheme(): { readonly theme: ReadonlySignal<'light' | 'dark'>; readonly stop: () => void } {
  const query = matchMedia(DARK);
  const read = (): 'light' | 'dark' => (query.matches ? 'dark' : 'light');
  const theme = signal(read());
  const follow = (): void => {
    theme.value = read();
  };
  query.addEventListener('change', follow);
  return { theme, stop: () => query.removeEventListener('change', follow) };
}

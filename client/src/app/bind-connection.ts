import { effect } from '@preact/signals';
import type { App } from './types.ts';

/** Looks at the service when the browser's own network comes or goes, and says to screen readers when it is back. */
export function bindConnection({ connection, live, actions, i18n: { t } }: App, page: Window): void {
  page.addEventListener('online', connection.look);
  page.addEventListener('offline', connection.look);
  effect(() => {
    // A service that greets is back.
    if (live.greetings.value > 0 && connection.trouble.peek() !== null) connection.look();
  });
  let before = connection.trouble.peek();
  effect(() => {
    const now = connection.trouble.value;
    if (before !== null && now === null) actions.announce(t('connection.back'));
    before = now;
  });
}

/**
 * Tells the reader when the service has another version of the page than the one that is open: parts of this one that
 * have not come yet never will.
 */
export function bindVersion(app: App, page: Window): void {
  const own = scriptOf(page.document);
  const look = async (): Promise<void> => {
    const response = await fetch(page.location.pathname, { headers: { Accept: 'text/html' }, cache: 'no-cache' });
    if (!response.ok) return;
    const now = scriptOf(new DOMParser().parseFromString(await response.text(), 'text/html'));
    if (now !== null && now !== own) tellOutdated(app, page);
  };
  effect(() => {
    // A service that greets again has been started again, perhaps with another page.
    if (app.live.greetings.value > 1) look().catch(() => undefined);
  });
}

export function tellOutdated({ actions }: Pick<App, 'actions'>, { location }: Pick<Window, 'location'>): void {
  actions.notify({ key: 'update.available', retry: () => location.reload(), retryLabel: 'update.reload' });
}

/** Name of the page's first script, which carries a hash of all that it says and imports. */
function scriptOf(page: Document): string | null {
  return page.querySelector('script[type="module"][src]')?.getAttribute('src')?.split('/').at(-1) ?? null;
}

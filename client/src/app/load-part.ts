import { effect } from '@preact/signals';
import { asApiError } from '../data/errors.ts';
import type { MessageKey } from '../i18n/keys.ts';
import { tellOutdated } from './bind-connection.ts';
import type { App } from './types.ts';

/**
 * Loads a part of the page that is no component, and uses it. Where it does not come the reader is told by `key`, and
 * it comes when asked for, or by itself once the service is back.
 *
 * @param use returns the function that ends the use
 * @returns the function that ends both
 */
export function loadPart<T>(
  { actions, connection }: Pick<App, 'actions' | 'connection'>,
  key: MessageKey,
  load: () => Promise<T>,
  use: (part: T) => () => void,
): () => void {
  let stop: (() => void) | null = null;
  let notice: number | null = null;
  let ended = false;
  const ask = (): void => {
    if (notice !== null) actions.dismiss(notice);
    notice = null;
    load().then(
      (part) => {
        if (!ended) stop = use(part);
      },
      (cause: unknown) => {
        if (ended) return;
        const error = asApiError(cause);
        if (error.code === 'outdated') tellOutdated({ actions }, window);
        // What broke while it was imported stays broken for as long as the page is open.
        else notice = actions.notify({ key, error, retry: error.code === 'client' ? () => location.reload() : ask });
      },
    );
  };
  ask();
  const stopWaiting = effect(() => {
    if (connection.recoveries.value > 0 && notice !== null) ask();
  });
  return () => {
    ended = true;
    stopWaiting();
    stop?.();
  };
}

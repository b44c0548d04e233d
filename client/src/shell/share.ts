/** Handing the page's address to others. */
import { MAX_LINK_BYTES } from '../../../tiles/api/limits.ts';
import type { App } from '../app/types.ts';
import type { MessageKey } from '../i18n/keys.ts';
import { formatAddress } from '../state/address.ts';
import { snapshot } from '../state/store.ts';

/** The link to the map as it is: made anew, as the address is written with a delay. */
export function mapLink({ store }: App): string {
  return pageLink(formatAddress(snapshot(store)));
}

/** `query` with its `?`. */
export function pageLink(query: string): string {
  return location.origin + location.pathname + query;
}

/** What a reader is offered where a link is longer than the service reads. */
export interface Instead {
  readonly key: MessageKey;
  readonly label: MessageKey;
  readonly run: () => void;
}

export async function copyLink(app: App, link: string, instead?: Instead): Promise<void> {
  const { notify } = app.actions;
  if (isTooLong(link)) {
    notify(
      instead === undefined
        ? { key: 'share.tooLong' }
        : { key: instead.key, retryLabel: instead.label, retry: instead.run },
    );
    return;
  }
  try {
    await navigator.clipboard.writeText(link);
    notify({ key: 'share.copied' });
  } catch {
    // Without https or permission there is no clipboard; the address bar has the link all the same.
    notify({ key: 'share.failed' });
  }
}

/** Whether the device has a share sheet that serves: those of desktops offer less than their clipboard does. */
export function canShare(): boolean {
  return typeof navigator.share === 'function' && matchMedia('(pointer: coarse)').matches;
}

/** To the device's share sheet on phones, to the clipboard elsewhere. */
export async function shareLink(app: App, link: string, instead?: Instead): Promise<void> {
  if (!canShare() || isTooLong(link)) return copyLink(app, link, instead);
  try {
    await navigator.share({ title: app.i18n.t('share.title'), url: link });
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'AbortError')) await copyLink(app, link);
  }
}

/** Links are of ASCII alone: everything else is written as %XX. */
function isTooLong(link: string): boolean {
  return new URL(link).href.length > MAX_LINK_BYTES;
}

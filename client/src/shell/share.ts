/** Handing the page's address to others. */
import type { App } from '../app/types.ts';
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

export async function copyLink({ actions }: App, link: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(link);
    actions.notify({ key: 'share.copied' });
  } catch {
    // Without https or permission there is no clipboard; the address bar has the link all the same.
    actions.notify({ key: 'share.failed' });
  }
}

/** To the device's share sheet on phones, to the clipboard elsewhere. */
export async function shareLink(app: App, link: string): Promise<void> {
  const touch = matchMedia('(pointer: coarse)').matches;
  if (!touch || typeof navigator.share !== 'function') return copyLink(app, link);
  try {
    await navigator.share({ title: app.i18n.t('share.title'), url: link });
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'AbortError')) await copyLink(app, link);
  }
}

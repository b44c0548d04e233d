import { useApp } from '../app/context.ts';
import type { App } from '../app/types.ts';
import { formatAddress } from '../state/address.ts';
import { snapshot } from '../state/store.ts';

/** Hands the address to the device's share sheet on phones, to the clipboard elsewhere. */
export function useShare(): () => void {
  const app = useApp();
  return () => void share(app);
}

export async function copyLink({ store, actions }: App): Promise<void> {
  const address = addressOf(store);
  try {
    await navigator.clipboard.writeText(address);
    actions.notify({ key: 'share.copied' });
  } catch {
    // Without https or permission there is no clipboard; the address bar has the link all the same.
    actions.notify({ key: 'share.failed' });
  }
}

async function share(app: App): Promise<void> {
  const touch = matchMedia('(pointer: coarse)').matches;
  if (!touch || typeof navigator.share !== 'function') return copyLink(app);
  try {
    await navigator.share({ title: app.i18n.t('share.title'), url: addressOf(app.store) });
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'AbortError')) await copyLink(app);
  }
}

/** The address is written with a delay, so it is made anew here. */
function addressOf(store: App['store']): string {
  return location.origin + location.pathname + formatAddress(snapshot(store));
}

import { useEffect } from 'preact/hooks';
import type { App } from '../app/types.ts';
import { TABS } from '../state/types.ts';

/** Single keys, outside of text fields and dialogs. The help dialog lists them. */
export function useShortcuts(app: App): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isDialogOpen()) return;
      if (event.key === 'Escape' ? escape(app) : !isTyping(event.target) && run(app, event.key)) event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [app]);
}

/** Leaves one thing at a time: first the picking of a point, then the details. True when there was one. */
function escape({ ui, store, actions }: App): boolean {
  if (ui.picking.peek() !== null) {
    ui.picking.value = null;
    return true;
  }
  if (store.selection.peek() === null && ui.candidates.peek().length === 0) return false;
  ui.candidates.value = [];
  actions.select(null);
  return true;
}

function run({ store, ui, actions }: App, key: string): boolean {
  const tab = TABS[Number(key) - 1];
  if (tab !== undefined) {
    store.panelOpen.value = true;
    store.tab.value = tab;
    return true;
  }
  switch (key) {
    case '/':
      document.querySelector<HTMLElement>('#search')?.focus();
      return true;
    case '?':
      ui.dialog.value = 'help';
      return true;
    case 'h':
      actions.home();
      return true;
    case 'p':
      store.panelOpen.value = !store.panelOpen.peek();
      return true;
    case 'l':
      store.language.value = store.language.peek() === 'zh' ? 'en' : 'zh';
      return true;
    default:
      return false;
  }
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'range'].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable;
}

function isDialogOpen(): boolean {
  return document.querySelector('dialog[open]') !== null;
}

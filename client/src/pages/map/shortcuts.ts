import type { App } from '../../app/types.ts';
import { isTextField, type ShortcutActions } from '../../shell/shortcuts.ts';
import { TABS } from '../../state/types.ts';

/** Single keys, except in text fields and lists. */
export function mapShortcuts(app: App): ShortcutActions {
  return {
    escape: () => escape(app),
    press: ({ key, target, ctrlKey, metaKey, altKey }) =>
      !ctrlKey &&
      !metaKey &&
      !altKey &&
      !isTextField(target) &&
      !(target instanceof HTMLSelectElement) &&
      run(app, key),
  };
}

/** First the picking of a point, then the details. */
function escape({ ui, store, actions }: App): boolean {
  if (ui.picking.peek() !== null) {
    ui.picking.value = null;
    return true;
  }
  if (ui.area.peek() !== null) {
    ui.area.value = null;
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
    case '[':
    case ']':
      document.querySelector<HTMLElement>(`[data-step=${key === ']' ? 'next' : 'previous'}]`)?.click();
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

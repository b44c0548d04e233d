import { effect } from '@preact/signals';
import type { App } from './types.ts';

/**
 * Loads the layers: where the page opens on the city as it is, first what lists and draws them, which is a fifth of
 * all, and the rest once the map has drawn or the reader turns to anything else.
 */
export function bindCatalogue(app: App): void {
  const { catalogue, isWhole } = app;
  isWhole.value = false;
  let asked = false;
  effect(() => {
    const turnsWhole = needsAll(app) && !isWhole.peek();
    if (turnsWhole) isWhole.value = true;
    if (turnsWhole || !asked) void catalogue.load();
    asked = true;
  });
}

function needsAll({ store, ui, map }: App): boolean {
  return (
    map.value !== null ||
    ui.unsupported.value ||
    ui.dialog.value !== null ||
    ui.notices.value.length > 0 ||
    store.tab.value !== 'layers' ||
    store.layers.value !== null ||
    store.selection.value !== null ||
    store.case.value !== null ||
    store.nearby.value !== null ||
    store.table.value !== null ||
    [store.filters, store.colors].some((choices) => Object.keys(choices.value).length > 0)
  );
}

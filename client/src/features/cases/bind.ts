import { batch, effect } from '@preact/signals';
import type { App } from '../../app/types.ts';

/** The layer whose features are the documented cases themselves; its feature ids are the cases' own. */
export const CASES_LAYER = 'cases';

/** Selecting the mark of a case, on the map or in the search, opens its card. */
export function bindCases(app: App): void {
  effect(() => {
    const selection = app.store.selection.value;
    if (selection?.layer !== CASES_LAYER) return;
    batch(() => {
      app.ui.candidates.value = [];
      app.actions.select(null);
      app.actions.openCase(selection.id);
    });
  });
}

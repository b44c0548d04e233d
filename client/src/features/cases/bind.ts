import { batch, effect } from '@preact/signals';
import type { App } from '../../app/types.ts';
import { CASES_LAYER, endTour } from './tour.ts';

/** Selecting the mark of a case, on the map or in the search, opens its card. */
export function bindCases(app: App): void {
  effect(() => {
    if (app.store.case.value === null) endTour(app);
  });
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

import { batch, signal, type Signal } from '@preact/signals';
import { CODECS, isStateKey } from './address.ts';
import type { MapState } from './types.ts';

/** One signal a part of the state: a component that reads the theme is not drawn again when the map moves. */
export type Store = { readonly [K in keyof MapState]: Signal<MapState[K]> };

export function createStore(initial: MapState): Store {
  return {
    view: signal(initial.view),
    layers: signal(initial.layers),
    filters: signal(initial.filters),
    colors: signal(initial.colors),
    selection: signal(initial.selection),
    language: signal(initial.language),
    theme: signal(initial.theme),
    basemap: signal(initial.basemap),
    tab: signal(initial.tab),
    panelOpen: signal(initial.panelOpen),
    nearby: signal(initial.nearby),
    case: signal(initial.case),
    analysis: signal(initial.analysis),
    opacities: signal(initial.opacities),
    order: signal(initial.order),
    figure: signal(initial.figure),
    table: signal(initial.table),
  };
}

/** Reads every signal: inside an effect or a computed value it subscribes to the whole state. */
export function snapshot(store: Store): MapState {
  return {
    view: store.view.value,
    layers: store.layers.value,
    filters: store.filters.value,
    colors: store.colors.value,
    selection: store.selection.value,
    language: store.language.value,
    theme: store.theme.value,
    basemap: store.basemap.value,
    tab: store.tab.value,
    panelOpen: store.panelOpen.value,
    nearby: store.nearby.value,
    case: store.case.value,
    analysis: store.analysis.value,
    opacities: store.opacities.value,
    order: store.order.value,
    figure: store.figure.value,
    table: store.table.value,
  };
}

/** Takes over a whole state, touching only the parts that differ as the address would show them. */
export function assign(store: Store, next: MapState): void {
  const take = <K extends keyof MapState>(key: K): void => {
    const part: Signal<MapState[K]> = store[key];
    if (!samePart(key, part.peek(), next[key])) part.value = next[key];
  };
  batch(() => Object.keys(CODECS).filter(isStateKey).forEach(take));
}

export function samePart<K extends keyof MapState>(key: K, a: MapState[K], b: MapState[K]): boolean {
  return JSON.stringify(CODECS[key].format(a)) === JSON.stringify(CODECS[key].format(b));
}

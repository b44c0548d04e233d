/**
 * Connects the map to the app: the map draws the app's state, and clicks on it change that state. This module loads
 * MapLibre.
 */
import { computed, effect } from '@preact/signals';
import { filterTexts } from '../data/filter-text.ts';
import { anchorOf } from '../format/geometry.ts';
import { bindMap } from '../map/bind-map.ts';
import '../map/maplibre.css';
import type { MapHost } from '../map/host.ts';
import { nearbyOverlay, ownPositionOverlay, selectionOverlay } from '../map/overlays.ts';
import type { App } from './types.ts';

/** Calls `onUnsupported` where the browser cannot draw. Returns a function that removes the map. */
export function showMap(app: App, container: HTMLElement, onUnsupported: () => void): () => void {
  const stops = [showLinkedFeature(app), bindMap(mapHost(app), container, onUnsupported)];
  return () => stops.forEach((stop) => stop());
}

/** What is left of everything that a case is not about. */
const DIMMED = 0.25;

function dimmed(
  opacities: Readonly<Record<string, number>>,
  lit: readonly string[] | null,
  shown: readonly string[],
): Readonly<Record<string, number>> {
  if (lit === null) return opacities;
  const rest = shown.filter((id) => !lit.includes(id));
  return { ...opacities, ...Object.fromEntries(rest.map((id) => [id, (opacities[id] ?? 1) * DIMMED])) };
}

function mapHost(app: App): MapHost {
  const { store, ui, actions, i18n, theme } = app;
  return {
    api: app.api,
    live: app.live,
    config: computed(() => app.config.state.value.value),
    layers: computed(() => {
      const { loading, value } = app.catalogue.state.value;
      return loading && value === null ? null : app.layersById.value;
    }),
    drawn: computed(() => (app.isWhole.value ? null : app.shown.value)),
    shown: app.shown,
    recolored: computed(() => Object.keys(store.colors.value)),
    filters: computed(() => filterTexts(app.layersById.value, store.filters.value)),
    overlays: computed(() => {
      const own = [
        nearbyOverlay(store.nearby.value, ui.nearbyHits.value, theme.value),
        ownPositionOverlay(ui.ownPosition.value, theme.value),
        selectionOverlay(ui.selected.value, theme.value),
      ];
      return [...Object.values(app.overlays.value), ...own.filter((overlay) => overlay !== null)];
    }),
    choropleth: computed(() => {
      const choropleth = app.choropleth.value;
      return choropleth === null || ui.lit.value === null ? choropleth : { ...choropleth, opacity: DIMMED };
    }),
    opacities: computed(() => dimmed(store.opacities.value, ui.lit.value, app.shown.value)),
    order: store.order,
    basemap: store.basemap,
    theme,
    language: store.language,
    view: store.view,
    viewport: ui.viewport,
    map: app.map,
    picking: ui.picking,
    onPick(picks, obvious) {
      ui.area.value = null;
      ui.candidates.value = picks;
      actions.select(obvious === null ? null : { layer: obvious.layer, id: obvious.id });
      if (picks.length === 0) actions.announce(i18n.t('details.nothing'));
    },
    hovered: ui.hovered,
    onArea(id) {
      ui.candidates.value = [];
      actions.select(null);
      ui.area.value = id;
    },
    onCluster(of, total) {
      actions.select(null);
      ui.candidatesCut.value = of.length < total ? { of, total } : null;
      ui.candidates.value = of;
    },
    t: i18n.t,
    notify: actions.notify,
    announce: actions.announce,
  };
}

/** An address that names a feature but no view opens at that feature. */
function showLinkedFeature(app: App): () => void {
  if (app.store.view.peek() !== null || app.store.selection.peek() === null) return () => undefined;
  let done = false;
  return effect(() => {
    const item = app.ui.selected.value;
    if (done || item === null || app.map.value === null) return;
    done = true;
    app.actions.flyTo({ ...anchorOf(item.geometry, item.bbox), bbox: item.bbox }, { animate: false });
  });
}

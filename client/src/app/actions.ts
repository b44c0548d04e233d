import { batch } from '@preact/signals';
import { PANEL_QUERY } from '../ui/media.ts';
import type { Actions, App, Notice } from './types.ts';

const FEATURE_ZOOM = 16;
const FIT_MAX_ZOOM = 17;
const FIT_PADDING_PX = 48;
/** Width of the card of details and of its margin (styles/details.css). */
const CARD_PX = 416;

/** What every part of the page can ask for. */
export function createActions(app: Omit<App, 'actions'>): Actions {
  const { store, ui, map } = app;
  let noticeId = 0;

  const showLayers: Actions['showLayers'] = (ids, shown) => {
    const before = app.shown.peek();
    if (ids.every((id) => before.includes(id) === shown)) return;
    const others = before.filter((id) => !ids.includes(id));
    store.layers.value = shown ? [...others, ...ids] : others;
  };

  /**
   * Width of the map, at its right, that the details card covers. On a phone the card lies in the sheet, and the map's
   * padding already leaves the sheet out.
   */
  const cardWidthPx = (): number => {
    const width = map.peek()?.getContainer().clientWidth ?? 0;
    return store.selection.peek() !== null && matchMedia(PANEL_QUERY).matches && width > 2 * CARD_PX ? CARD_PX : 0;
  };

  const fit: Actions['fit'] = ([west, south, east, north], options = {}) => {
    const still = options.animate === false ? { duration: 0 } : {};
    const padding = {
      top: FIT_PADDING_PX,
      bottom: FIT_PADDING_PX,
      left: FIT_PADDING_PX,
      right: FIT_PADDING_PX + cardWidthPx(),
    };
    map.peek()?.fitBounds(
      [
        [west, south],
        [east, north],
      ],
      { padding, maxZoom: FIT_MAX_ZOOM, ...still },
    );
  };

  return {
    showLayers,
    fit,
    select(selection) {
      batch(() => {
        ui.selected.value = null;
        store.selection.value = selection;
        if (selection === null) return;
        if (!app.shown.peek().includes(selection.layer)) showLayers([selection.layer], true);
        if (!matchMedia(PANEL_QUERY).matches) ui.sheet.value = 'half';
      });
    },
    flyTo({ lon, lat, bbox, zoom }, options = {}) {
      const extended = bbox !== undefined && (bbox[0] < bbox[2] || bbox[1] < bbox[3]);
      if (extended) return fit(bbox, options);
      const camera = {
        center: [lon, lat] as [number, number],
        zoom: zoom ?? Math.max(map.peek()?.getZoom() ?? 0, FEATURE_ZOOM),
      };
      const offset: [number, number] = [-cardWidthPx() / 2, 0];
      if (options.animate === false) map.peek()?.easeTo({ ...camera, offset, duration: 0 });
      else map.peek()?.flyTo({ ...camera, offset });
    },
    home(options = {}) {
      const config = app.config.state.peek().value;
      if (config === null) return;
      map.peek()?.jumpTo({ bearing: 0, pitch: 0 });
      fit(config.bounds, options);
    },
    setFilters(layer, filters) {
      const { [layer]: _, ...others } = store.filters.peek();
      store.filters.value = Object.keys(filters).length === 0 ? others : { ...others, [layer]: filters };
    },
    setColor(layer, attribute) {
      const { [layer]: _, ...others } = store.colors.peek();
      store.colors.value = attribute === null ? others : { ...others, [layer]: attribute };
    },
    setNearby(query) {
      store.nearby.value = query;
    },
    openCase(id) {
      batch(() => {
        store.case.value = id;
        ui.toured.value = id;
        if (id === null) return;
        store.tab.value = 'cases';
        store.panelOpen.value = true;
        if (matchMedia(PANEL_QUERY).matches) return;
        // A phone has room for either the case or the details, not both.
        ui.candidates.value = [];
        store.selection.value = null;
        ui.selected.value = null;
      });
    },
    setOverlay(name, overlay) {
      const { [name]: _, ...others } = app.overlays.peek();
      app.overlays.value = overlay === null ? others : { ...others, [name]: overlay };
    },
    notify(notice) {
      const same = (other: Notice) => other.key === notice.key;
      noticeId += 1;
      ui.notices.value = [...ui.notices.peek().filter((other) => !same(other)), { ...notice, id: noticeId }];
      return noticeId;
    },
    dismiss(id) {
      ui.notices.value = ui.notices.peek().filter((notice) => notice.id !== id);
    },
    announce(text) {
      ui.announcement.value = text;
    },
  };
}

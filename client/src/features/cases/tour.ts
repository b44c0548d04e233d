/** An open case shows itself: it is flown to, its layers are on, all others dimmed; closing gives all back. */
import { batch } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { CasePlace, CaseRecord } from '../../../../tiles/cases/case.ts';
import type { Bbox } from '../../../../tiles/api/wire.ts';
import type { App } from '../../app/types.ts';
import { filtersOf } from './entities.ts';

/** The layer whose features are the documented cases themselves; its feature ids are the cases' own. */
export const CASES_LAYER = 'cases';
/** A case of one place is seen with its surroundings. */
const PLACE_ZOOM = 13;

/** The map before the first case of a tour. */
interface Before {
  readonly layers: App['store']['layers']['value'];
  readonly filters: App['store']['filters']['value'];
  readonly view: App['store']['view']['value'];
}
const before = new WeakMap<App['store'], Before>();

/** While the card of a case is open. A link says itself which layers are on: it only has the others dimmed. */
export function useTour(app: App, record: CaseRecord): void {
  const { ui } = app;
  const toured = ui.toured.value === record.id;
  useEffect(() => {
    ui.lit.value = [CASES_LAYER, ...record.layers.map(({ layer }) => layer)];
    return () => {
      ui.lit.value = null;
    };
  }, [record]);
  useEffect(() => {
    if (toured) show(app, record);
  }, [record, toured]);
}

/** Switches the layers of a case on, each with the filter of the case, and flies to its places. */
function show({ store, layersById, shown, actions }: App, { layers, places }: CaseRecord): void {
  const start = before.get(store) ?? {
    layers: store.layers.peek(),
    filters: store.filters.peek(),
    view: store.view.peek(),
  };
  before.set(store, start);
  const known = layers.flatMap(({ layer: id, where = {} }) => {
    const layer = layersById.peek().get(id);
    return layer === undefined ? [] : [{ id, filters: filtersOf(where, layer) }];
  });
  const own = start.layers ?? shown.peek();
  batch(() => {
    store.layers.value = [...new Set([...own, CASES_LAYER, ...known.map(({ id }) => id)])].filter((id) =>
      layersById.peek().has(id),
    );
    store.filters.value = { ...start.filters, ...Object.fromEntries(known.map(({ id, filters }) => [id, filters])) };
  });
  const [first, ...more] = places;
  if (first === undefined) return;
  if (more.length === 0) actions.flyTo({ lon: first.lon, lat: first.lat, zoom: PLACE_ZOOM });
  else actions.fit(boxOf(places));
}

/**
 * Gives layers, filters and view back as they were before the first case. Another address, as going back in the history
 * opens it, says itself how the map is.
 */
export function endTour({ store, ui, map }: App): void {
  const start = before.get(store);
  const isClosed = ui.toured.peek() === null;
  ui.toured.value = null;
  before.delete(store);
  if (start === undefined || !isClosed) return;
  batch(() => {
    store.layers.value = start.layers;
    store.filters.value = start.filters;
  });
  const { view } = start;
  if (view === null) return;
  const { lon, lat, zoom, bearing, pitch } = view;
  map.peek()?.flyTo({ center: [lon, lat], zoom, bearing, pitch });
}

function boxOf(places: readonly CasePlace[]): Bbox {
  const [lons, lats] = [places.map(({ lon }) => lon), places.map(({ lat }) => lat)];
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}

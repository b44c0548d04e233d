import type { Map as MapLibre, MapMouseEvent } from 'maplibre-gl';
import { asApiError } from '../data/errors.ts';
import type { App } from '../app/types.ts';
import { namesOf } from '../format/name.ts';
import { round } from '../state/codec.ts';
import { filterText } from '../state/filter-text.ts';
import { cellOfCluster, cellReachM, inCell, openingZoom, type Cluster } from './clusters.ts';
import { obvious, targetsAt, type Target } from './pick.ts';

/** Clicks, and the keyboard's Enter on the crosshair: the same thing at another point. */
export function bindClicks(app: App, map: MapLibre): () => void {
  const canvas = map.getCanvas();
  let listing = new AbortController();

  const open = (at: { x: number; y: number }): void => {
    listing.abort();
    const picking = app.ui.picking.peek();
    if (picking !== null) {
      const { lng, lat } = map.unproject([at.x, at.y]);
      app.ui.picking.value = null;
      picking({ lon: round(lng, 5), lat: round(lat, 5) });
      return;
    }
    const { cluster, picks } = targetsAt(map, at, app.layersById.peek());
    if (cluster !== null) {
      listing = new AbortController();
      openCluster(app, map, cluster, listing.signal);
      return;
    }
    const first = obvious(picks);
    app.ui.candidates.value = picks;
    app.actions.select(first === null ? null : { layer: first.layer, id: first.id });
    if (picks.length === 0) app.actions.announce(app.i18n.t('details.nothing'));
  };

  const onClick = (event: MapMouseEvent): void => open(event.point);
  const hover = createHover(map);
  let frame = 0;
  const onMove = (event: MapMouseEvent): void => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => {
      const isPicking = app.ui.picking.peek() !== null;
      const { cluster, target } =
        isPicking || map.isMoving() ? NOTHING : targetsAt(map, event.point, app.layersById.peek());
      hover(target);
      canvas.style.cursor = isPicking ? 'crosshair' : target === null ? '' : 'pointer';
      // The number in the circle is shortened.
      canvas.title = cluster === null ? '' : app.i18n.t('cluster.count', { n: cluster.count });
    });
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    open(map.project(map.getCenter()));
  };

  map.on('click', onClick);
  map.on('mousemove', onMove);
  canvas.addEventListener('keydown', onKey);
  return () => {
    listing.abort();
    cancelAnimationFrame(frame);
    map.off('click', onClick);
    map.off('mousemove', onMove);
    canvas.removeEventListener('keydown', onKey);
  };
}

const NOTHING = { cluster: null, target: null } as const;

/** Zooms in until the cluster opens; where it never does, lists what it holds. */
function openCluster(app: App, map: MapLibre, cluster: Cluster, signal: AbortSignal): void {
  const {
    actions,
    i18n: { t },
  } = app;
  const { lon, lat, count } = cluster;
  const zoom = openingZoom(count, map.getZoom(), cluster.maxzoom);
  if (zoom === null) {
    actions.announce(t('cluster.count', { n: count }));
    listCluster(app, cluster, signal).catch((error: unknown) => {
      if (!signal.aborted) actions.notify({ key: 'cluster.failed', error: asApiError(error) });
    });
    return;
  }
  actions.announce(t('cluster.opened', { n: count }));
  map.easeTo({ center: [lon, lat], zoom });
}

/** Of a cluster with more features than one answer holds, the nearest to its middle. */
async function listCluster({ api, store, ui, actions }: App, cluster: Cluster, signal: AbortSignal): Promise<void> {
  const { layer, id, count, maxzoom } = cluster;
  const cell = cellOfCluster(id, maxzoom);
  const filter = filterText(layer, store.filters.peek()[layer.id]);
  const { features } = await api.around(layer.id, cluster, cellReachM(cell, cluster), filter, signal);
  const of = inCell(cell, features).map((hit) => ({
    layer: layer.id,
    id: hit.id,
    name: namesOf(layer, hit.properties),
  }));
  actions.select(null);
  ui.candidatesCut.value = of.length < count ? { of, total: count } : null;
  ui.candidates.value = of;
}

/** Marks what is under the pointer by the state `hover`, which the style draws, and unmarks what was before. */
function createHover(map: MapLibre): (target: Target | null) => void {
  let marked: Target | null = null;
  const set = (target: Target | null, hover: boolean): void => {
    if (target?.fid === undefined || map.getSource(target.source) === undefined) return;
    const layer = target.sourceLayer === undefined ? {} : { sourceLayer: target.sourceLayer };
    map.setFeatureState({ source: target.source, id: target.fid, ...layer }, { hover });
  };
  return (target) => {
    if (target?.source === marked?.source && target?.sourceLayer === marked?.sourceLayer && target?.fid === marked?.fid)
      return;
    set(marked, false);
    set(target, true);
    marked = target;
  };
}

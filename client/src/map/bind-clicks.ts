import type { Map as MapLibre, MapMouseEvent } from 'maplibre-gl';
import { asApiError } from '../data/errors.ts';
import { namesOf } from '../format/name.ts';
import { round } from '../format/geometry.ts';
import { cellOfCluster, cellReachM, inCell, openingZoom, type Cluster } from './clusters.ts';
import { areaAt } from './choropleth.ts';
import { NO_LAYERS, type Hovered, type MapHost } from './host.ts';
import { obvious, targetsAt, type Target, type Targets } from './pick.ts';

/** Clicks, and the keyboard's Enter on the crosshair: the same thing at another point. */
export function bindClicks(host: MapHost, map: MapLibre): () => void {
  const canvas = map.getCanvas();
  let listing = new AbortController();

  const open = (at: { x: number; y: number }): void => {
    listing.abort();
    const picking = host.picking.peek();
    if (picking !== null) {
      const { lng, lat } = map.unproject([at.x, at.y]);
      host.picking.value = null;
      picking({ lon: round(lng, 5), lat: round(lat, 5) });
      return;
    }
    const { cluster, picks } = targetsAt(map, at, host.layers.peek() ?? NO_LAYERS);
    if (cluster !== null) {
      listing = new AbortController();
      openCluster(host, map, cluster, listing.signal);
      return;
    }
    const area = picks.length === 0 ? areaAt(map, at) : null;
    if (area !== null) host.onArea(area);
    else host.onPick(picks, obvious(picks));
  };

  const onClick = (event: MapMouseEvent): void => open(event.point);
  const hover = createHover(map);
  let frame = 0;
  const onMove = (event: MapMouseEvent): void => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => {
      const isPicking = host.picking.peek() !== null;
      const targets =
        isPicking || map.isMoving() ? NOTHING : targetsAt(map, event.point, host.layers.peek() ?? NO_LAYERS);
      const { target } = targets;
      hover(target);
      canvas.style.cursor = isPicking ? 'crosshair' : target === null ? '' : 'pointer';
      host.hovered.value = isPicking || map.isMoving() ? null : hoveredAt(map, event.point, targets);
    });
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    open(map.project(map.getCenter()));
  };

  map.on('click', onClick);
  const onLeave = (): void => {
    cancelAnimationFrame(frame);
    hover(null);
    host.hovered.value = null;
  };
  map.on('mousemove', onMove);
  map.on('mouseout', onLeave);
  map.on('movestart', onLeave);
  canvas.addEventListener('keydown', onKey);
  return () => {
    listing.abort();
    cancelAnimationFrame(frame);
    map.off('click', onClick);
    map.off('mousemove', onMove);
    map.off('mouseout', onLeave);
    map.off('movestart', onLeave);
    canvas.removeEventListener('keydown', onKey);
  };
}

const NOTHING = { cluster: null, picks: [], target: null } as const;

/** Null where the pointer is no mouse: a finger hides what it touches, and opens it. */
function hoveredAt(map: MapLibre, { x, y }: { x: number; y: number }, { cluster, picks }: Targets): Hovered | null {
  if (!matchMedia('(hover: hover)').matches) return null;
  const marks = picks.filter((pick) => !pick.isArea);
  const [top = null] = marks.length > 0 ? marks : picks;
  const area = areaAt(map, { x, y });
  if (cluster === null && top === null && area === null) return null;
  return {
    x,
    y,
    feature: cluster === null && top !== null ? top : null,
    cluster: cluster?.count ?? null,
    layer: cluster?.layer.id ?? top?.layer ?? null,
    values: top?.values ?? {},
    area,
  };
}

/** Zooms in until the cluster opens; where it never does, lists what it holds. */
function openCluster(host: MapHost, map: MapLibre, cluster: Cluster, signal: AbortSignal): void {
  const { t, announce, notify } = host;
  const { lon, lat, count } = cluster;
  const zoom = openingZoom(count, map.getZoom(), cluster.maxzoom);
  if (zoom === null) {
    announce(t('cluster.count', { n: count }));
    listCluster(host, cluster, signal).catch((error: unknown) => {
      if (!signal.aborted) notify({ key: 'cluster.failed', error: asApiError(error) });
    });
    return;
  }
  announce(t('cluster.opened', { n: count }));
  map.easeTo({ center: [lon, lat], zoom });
}

/** Of a cluster with more features than one answer holds, the nearest to its middle. */
async function listCluster({ api, filters, onCluster }: MapHost, cluster: Cluster, signal: AbortSignal): Promise<void> {
  const { layer, id, count, maxzoom } = cluster;
  const cell = cellOfCluster(id, maxzoom);
  const filter = filters.peek()[layer.id] ?? null;
  const { features } = await api.around(layer.id, cluster, cellReachM(cell, cluster), filter, signal);
  const found = inCell(cell, features).map((hit) => ({
    layer: layer.id,
    id: hit.id,
    name: namesOf(layer, hit.properties),
  }));
  onCluster(found, count);
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

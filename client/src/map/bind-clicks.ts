import type { Map as MapLibre, MapMouseEvent } from 'maplibre-gl';
import type { App } from '../app/types.ts';
import { round } from '../state/codec.ts';
import { featuresAt, obvious, type Pick } from './pick.ts';

/** Clicks, and the keyboard's Enter on the crosshair: the same thing at another point. */
export function bindClicks(app: App, map: MapLibre): () => void {
  const canvas = map.getCanvas();

  const open = (at: { x: number; y: number }): void => {
    const picking = app.ui.picking.peek();
    if (picking !== null) {
      const { lng, lat } = map.unproject([at.x, at.y]);
      app.ui.picking.value = null;
      picking({ lon: round(lng, 5), lat: round(lat, 5) });
      return;
    }
    const picks = featuresAt(map, at, app.layersById.peek());
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
      const over = isPicking || map.isMoving() ? undefined : featuresAt(map, event.point, app.layersById.peek())[0];
      hover(over);
      canvas.style.cursor = isPicking ? 'crosshair' : over === undefined ? '' : 'pointer';
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
    cancelAnimationFrame(frame);
    map.off('click', onClick);
    map.off('mousemove', onMove);
    canvas.removeEventListener('keydown', onKey);
  };
}

/** Marks the feature under the pointer by the state `hover`, which the style draws, and unmarks the one before. */
function createHover(map: MapLibre): (pick: Pick | undefined) => void {
  let marked: Pick | undefined;
  const set = (pick: Pick | undefined, hover: boolean): void => {
    if (pick?.fid === undefined || map.getSource(pick.source) === undefined) return;
    const layer = pick.sourceLayer === undefined ? {} : { sourceLayer: pick.sourceLayer };
    map.setFeatureState({ source: pick.source, id: pick.fid, ...layer }, { hover });
  };
  return (pick) => {
    if (pick?.layer === marked?.layer && pick?.id === marked?.id) return;
    set(marked, false);
    set(pick, true);
    marked = pick;
  };
}

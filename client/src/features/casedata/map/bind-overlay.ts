import { effect, untracked } from '@preact/signals';
import type { Layer, PickingInfo } from '@deck.gl/core';
import { MapboxOverlay } from '@deck.gl/mapbox';
import type { Map as MapLibre } from 'maplibre-gl';
import { setColoured } from '../../../app/choropleth.ts';
import type { App } from '../../../app/types.ts';
import '../analysis.css';
import { describePicked } from '../describe.ts';
import { formatMeasured } from '../../../format/measure.ts';
import { valueLegend } from '../legend.ts';
import { hexagonRadius } from '../../../format/hexagon.ts';
import type { AnalysisSession, Picked } from '../session.ts';
import { colouredByAnalysis } from './areas.ts';
import { elevationScale, groupBuffers, labelsInView, pointBuffers, positionsOf } from './frame.ts';
import {
  COLUMNS,
  columnLayer,
  HEXAGONS,
  hexagonLayer,
  labelLayer,
  heatLayer,
  POINTS,
  pointsLayer,
  type Placing,
} from './layers.ts';
import { bindPointer } from './pointer.ts';

const HEXAGON_LABELS = 600;
const COLUMN_LABELS = 8;
const RIM_ZOOM = 11.5;

/** Draws the session's picture into the map's own WebGL context. Returns the function that takes it off again. */
export function bindOverlay(app: App, session: AnalysisSession): () => void {
  const map = app.map.peek();
  if (map === null) return () => undefined;
  const overlay = new MapboxOverlay({
    interleaved: true,
    layers: [],
    // The canvas is the map's: deck.gl would set its own cursor over the map's at every move.
    getCursor: () => map.getCanvas().style.cursor,
  });
  map.addControl(overlay);
  const pointer = bindPointer(map, {
    pick: ({ x, y }, reachPx) => pickedAt(session, overlay.pickObject({ x, y, radius: reachPx })),
    choose: (picked) => choose(app, session, picked),
    describe: (picked) => describePicked(app, session, picked),
  });
  const stopDrawing = effect(() => {
    overlay.setProps({ layers: draw(app, session, map) });
    // The tip belongs to the previous picture.
    pointer.hideTip();
  });
  const stopColouring = effect(() => setColoured(app, 'analysis', colouredByAnalysis(app, session)));
  const stopPicking = effect(() => {
    const key = app.ui.area.value;
    const { analysis } = app.ui.coloured.peek();
    if (key !== null && analysis !== undefined && app.coloured.peek() === analysis)
      untracked(() => choose(app, session, { kind: session.areas.peek(), key }));
  });
  return () => {
    pointer.stop();
    stopDrawing();
    stopPicking();
    stopColouring();
    setColoured(app, 'analysis', null);
    map.removeControl(overlay);
    overlay.finalize();
  };
}

function draw(app: App, session: AnalysisSession, map: MapLibre): Layer[] {
  const [dataset, layer, rows] = [session.data.value.value, session.layer.value, session.selected.value];
  if (dataset === null || layer === null) return [];
  const theme = app.theme.value;
  const { display, colorBy } = session.state.value;
  if (display === 'areas') return [];
  if (display === 'points') {
    const dimension = dataset.dimensions.get(layer.caseData[colorBy]);
    if (dimension === undefined) return [];
    return [
      pointsLayer(
        pointBuffers(dataset, rows, dimension, valueLegend(layer, dimension, colorBy, theme)),
        theme,
        session.hexagonZoom.value >= RIM_ZOOM,
      ),
    ];
  }
  const placing = placingIn(map, app);
  if (display === 'heat') return [heatLayer(positionsOf(dataset, rows), theme, session.heatPeak.value, placing)];

  const groups = session.groups.value;
  const view = app.ui.viewport.value;
  if (groups === null || view === null) return [];
  const [values, legend, measure] = [session.values.value, session.legend.value, session.measure.value];
  const buffers = groupBuffers(groups, values, legend);
  const highlighted = indexOfPicked(session.picked.value, groups.keys);
  const format = (value: number): string => formatMeasured(app, layer, measure, value, { unit: false });
  if (display === 'hexagons') {
    const labels = labelsInView(groups, values, legend, view.bbox, HEXAGON_LABELS);
    return [
      hexagonLayer(buffers, hexagonRadius(session.hexagonZoom.value), highlighted, placing),
      labelLayer(labels, format, theme, { colors: legend.colors }),
    ];
  }
  const [, south, , north] = view.bbox;
  const scale = elevationScale(legend.max, (south + north) / 2, session.hexagonZoom.value);
  const labels = labelsInView(groups, values, legend, view.bbox, COLUMN_LABELS);
  return [
    columnLayer(buffers, values, { areas: session.areas.value, scale, highlighted }),
    labelLayer(labels, format, theme, { scale }),
  ];
}

function indexOfPicked(picked: Picked | null, keys: readonly string[]): number {
  return picked === null || picked.kind === 'row' ? -1 : keys.indexOf(picked.key);
}

function pickedAt(session: AnalysisSession, info: PickingInfo | null): Picked | null {
  if (info === null || info.index < 0) return null;
  const key = session.groups.peek()?.keys[info.index];
  switch (info.layer?.id) {
    case POINTS: {
      const row = session.selected.peek()[info.index];
      return row === undefined ? null : { kind: 'row', row };
    }
    case HEXAGONS:
      return key === undefined ? null : { kind: 'hexagon', key };
    case COLUMNS:
      return key === undefined ? null : { kind: session.areas.peek(), key };
    default:
      return null;
  }
}

function choose(app: App, session: AnalysisSession, picked: Picked): void {
  session.picked.value = picked;
  // Details open beside the map do not belong to the new selection.
  app.ui.candidates.value = [];
  app.actions.select(null);
  app.store.tab.value = 'analysis';
  app.store.panelOpen.value = true;
  if (app.ui.sheet.peek() === 'peek') app.ui.sheet.value = 'half';
  app.actions.announce(describePicked(app, session, picked));
}

/** Fills lie below the names of the base map; a configured base map has no layers of the service. */
function placingIn(map: MapLibre, app: App): Placing {
  // Read for the subscription: each of them brings a style whose layers may have other ids.
  void [app.store.basemap.value, app.theme.value, app.store.language.value];
  return { beforeId: map.getLayersOrder().find((id) => id.startsWith('base:') && map.getLayer(id)?.type === 'symbol') };
}

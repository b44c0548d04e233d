/** Draws a session onto one map: the active scenario's, or that of the scenario beside it. */
import { computed, effect, type ReadonlySignal } from '@preact/signals';
import type { StreetEdit } from '../../../../../tiles/api/street-edits.ts';
import type { Layer } from '@deck.gl/core';
import { MapboxOverlay } from '@deck.gl/mapbox';
import type { Map as MapLibre } from 'maplibre-gl';
import { elevationScale } from '../../../features/casedata/map/frame.ts';
import type { App } from '../../../app/types.ts';
import type { Theme } from '../../../state/types.ts';
import { metresPerPx } from '../../../format/scale.ts';
import { arcsOf } from '../data/selection.ts';
import { meanShape, type Cells, type CellShape } from '../data/cells.ts';
import type { Coverage } from '../data/coverage.ts';
import { isDrawing } from '../session/drawing.ts';
import type { PlanSession } from '../session/session.ts';
import { changesOf } from '../state/scenarios.ts';
import {
  arcsLayer,
  areasLayers,
  cellsLayer,
  gapNumbersLayer,
  heatLayer,
  hexagonsLayer,
  markersLayers,
  movesLayer,
  outlineLayer,
  sitesLayers,
  type Placing,
} from './layers.ts';
import { isMarked, markersOf, type Marker } from './markers.ts';
import { drawingLayers, streetLayers } from './street-layers.ts';
import { createPainter, unservedPeople } from '../data/classes.ts';
import { gapMarks, type GapMarks } from '../data/gap-marks.ts';
import { hexagonRadiusM, hexagonsOf, paintShares, sumsOf, type Hexagons } from '../data/hexagons.ts';
import { indicatorClasses } from '../data/indicator.ts';
import { outlineOf, type Outline } from '../data/outline.ts';
import { paintUnits, type Painting } from '../data/painting.ts';
import { drawnUnit, isFarOut, servedBy, zoomOf } from '../far-out.ts';

export type Side = 'active' | 'beside';

/** What every drawing of a city's cells needs. */
interface Ground {
  readonly cells: Cells;
  readonly shape: CellShape;
  readonly heights: Float32Array;
  readonly mostPeople: number;
  readonly paint: ReturnType<typeof createPainter>;
}

/** Returns a function that removes the picture. `app` belongs to the same side of a swipe as the map. */
export function bindPlan(app: App, session: PlanSession, map: MapLibre, side: Side): () => void {
  const overlay = new MapboxOverlay({ interleaved: true, layers: [], getCursor: () => map.getCanvas().style.cursor });
  map.addControl(overlay);
  const ground = computed(() => groundOf(session.cells.value));
  const markers = markersFor(session, side);
  const zoom = computed(() => Math.round((app.ui.viewport.value?.zoom ?? 9) * 2) / 2);
  const colors = paintFor(app, session, side, ground);
  const [hexagons, gaps, outline] = [
    hexagonsFor(app, session, side),
    gapsFor(session, side),
    outlineFor(session, side),
  ];
  const farOut = computed(() => isFarOut(app));
  const bySubdistrict = computed(() => drawnUnit(app, session, side) === 'subdistrict');
  const stop = effect(() => {
    overlay.setProps({
      layers: draw({
        app,
        session,
        map,
        side,
        ground,
        markers,
        zoom,
        colors,
        hexagons,
        gaps,
        outline,
        farOut,
        bySubdistrict,
      }),
    });
  });
  return () => {
    stop();
    map.removeControl(overlay);
    overlay.finalize();
  };
}

export function markersFor(session: PlanSession, side: Side): ReadonlySignal<Marker[]> {
  return computed(() => {
    const whole = session.base.value.value?.coverage;
    if (whole === undefined) return [];
    const { scenarios, other } = session.state.value;
    const selected = session.selected.value;
    const edits = side === 'active' ? session.marked.value : changesOf(scenarios, other).edits;
    return markersOf(whole.facilities, edits, selected?.kind === 'facility' ? selected.id : null);
  });
}

interface Drawing {
  readonly app: App;
  readonly session: PlanSession;
  readonly map: MapLibre;
  readonly side: Side;
  readonly ground: ReadonlySignal<Ground | null>;
  readonly markers: ReadonlySignal<readonly Marker[]>;
  readonly zoom: ReadonlySignal<number>;
  readonly colors: ReadonlySignal<Uint8Array | null>;
  readonly hexagons: ReadonlySignal<{ readonly drawn: Hexagons; readonly colors: Uint8Array } | null>;
  readonly gaps: ReadonlySignal<GapMarks | null>;
  readonly outline: ReadonlySignal<Outline | null>;
  readonly farOut: ReadonlySignal<boolean>;
  readonly bySubdistrict: ReadonlySignal<boolean>;
}

function draw({
  app,
  session,
  map,
  side,
  ground,
  markers,
  zoom,
  colors,
  hexagons,
  gaps,
  outline,
  farOut,
  bySubdistrict,
}: Drawing): Layer[] {
  const [on, painted, coverage] = [ground.value, colors.value, coverageOf(session, side)];
  if (on === null || painted === null || coverage === null) return [];
  const theme = app.theme.value;
  const placing = placingIn(map, app);
  const { display, comparison, siting } = session.state.value;
  const indicator = side === 'active' ? session.shownIndicator.value : null;
  const id = (name: string): string => `plan-${side}-${name}`;
  const ids = { cells: id('cells'), heat: id('heat') };
  const painting = side === 'active' ? session.painting.value : null;
  const zones = painting?.outline ?? null;
  const asHeat = display === 'heat' && comparison !== 'difference' && indicator === null && painting === null;
  const lat = map.getCenter().lat;
  const metresPerPerson = display === 'columns' ? elevationScale(on.mostPeople, lat, zoom.value) : null;
  const shares = hexagons.value;
  const people = asHeat
    ? heatLayer(ids.heat, on.cells, unservedPeople(coverage.cost, on.cells, session.withinS.value), theme, placing)
    : shares !== null
      ? hexagonsLayer(id('hexagons'), shares.drawn, shares.colors, placing)
      : cellsLayer(
          on.cells,
          on.shape,
          on.heights,
          { id: `${ids.cells}-${display === 'columns' ? 'tall' : 'flat'}`, colors: painted, metresPerPerson },
          placing,
        );
  const isFar = farOut.value;
  const [areas, chosen] = [gaps.value, outline.value];
  return [
    // The base map colours its own subdistricts.
    ...(bySubdistrict.value ? [] : [people]),
    // From far away lines around scattered cells would hide their colours.
    ...(zones === null || farOut.value ? [] : [outlineLayer(id('painting'), zones, 'zone', theme)]),
    ...(areas === null ? [] : [outlineLayer(id('gaps'), areas.outline, 'gap', theme)]),
    ...(chosen === null ? [] : [outlineLayer(id('chosen'), chosen, 'selected', theme)]),
    ...(side === 'active' ? areasLayers(id('areas'), siting.forbidden, theme) : []),
    ...streetLayers(
      id('streets'),
      streetsOn(session, side),
      selectedStreet(session, side),
      theme,
      metresPerPx(lat, zoom.value),
    ),
    // The marks are those of the layer that is planned: an indicator is about another.
    ...(indicator === null
      ? [
          ...arcs(id('arcs'), app, session, on.cells, coverage),
          movesLayer(id('moves'), markers.value, theme),
          ...markersLayers(id('markers'), isFar ? markers.value.filter(isMarked) : markers.value, theme),
          ...(areas === null
            ? []
            : [gapNumbersLayer(id('gap-numbers'), isFar ? areas.marks.slice(0, FIRST_GAPS) : areas.marks, theme)]),
          ...(side === 'active' && session.isProposing.value
            ? sitesLayers(id('sites'), session.proposed.value, theme)
            : []),
        ]
      : []),
    ...(side === 'active' ? drawn(id('drawing'), session, theme) : []),
  ];
}

function streetsOn(session: PlanSession, side: Side): readonly StreetEdit[] {
  const { scenarios, other } = session.state.value;
  return side === 'active' ? session.streets.value : changesOf(scenarios, other).streets;
}

function selectedStreet(session: PlanSession, side: Side): string | null {
  const selected = session.selected.value;
  return side === 'active' && selected?.kind === 'street' ? selected.id : null;
}

function drawn(id: string, session: PlanSession, theme: Theme): Layer[] {
  const tool = session.tool.value;
  return isDrawing(tool) ? drawingLayers(id, tool, session.drawing.value, session.pointer.value, theme) : [];
}

/** Of a whole city only as many gaps are numbered as do not hide one another. */
const FIRST_GAPS = 20;

const HEXAGON_ALPHA = 215;

/** In place of cells, where these are too small to be told apart. */
function hexagonsFor(app: App, session: PlanSession, side: Side): Drawing['hexagons'] {
  const radiusM = computed(() => hexagonRadiusM(zoomOf(app)));
  const hexagons = computed(() => {
    const cells = session.cells.value;
    return cells === null ? null : hexagonsOf(cells, radiusM.value);
  });
  const isShown = computed(() => drawnUnit(app, session, side) === 'hexagon');
  return computed(() => {
    const painting = side === 'active' && isFarOut(app) ? session.painting.value : null;
    if (painting !== null) {
      const [cells, drawn] = [session.cells.value, hexagons.value];
      if (cells === null || drawn === null || fitting(painting, cells) === null) return null;
      return { drawn, colors: paintUnits(painting, drawn, cells, { theme: app.theme.value, alpha: HEXAGON_ALPHA }) };
    }
    if (!isShown.value) return null;
    const [cells, coverage, drawn] = [session.cells.value, coverageOf(session, side), hexagons.value];
    if (cells === null || coverage === null || drawn === null) return null;
    if (coverage.cost.length !== cells.count) return null;
    const shown = side === 'active' ? session.shownIndicator.value : null;
    const sums = sumsOf(drawn, cells, servedBy(coverage, session.withinS.value, shown, cells.count));
    return { drawn, colors: paintShares(sums, drawn, session.chosen.value, app.theme.value) };
  });
}

/** Gap areas while their tab is open. They stay as they are while a facility is dragged. */
function gapsFor(session: PlanSession, side: Side): Drawing['gaps'] {
  let last: GapMarks | null = null;
  return computed(() => {
    const [cells, gaps] = [session.cells.value, session.active.coverage.value?.header.gaps];
    if (side !== 'active' || session.state.value.tab !== 'gaps' || cells === null || gaps === undefined) return null;
    if (session.preview.value === null || last === null) last = gapMarks(gaps, cells);
    return last;
  });
}

/** Around what is selected: of a facility those whom it serves within the time. */
function outlineFor(session: PlanSession, side: Side): Drawing['outline'] {
  return computed(() => {
    const [selected, chosen, cells] = [session.selected.value, session.chosen.value, session.cells.value];
    const coverage = session.active.coverage.value;
    if (side !== 'active' || selected === null || chosen === null || cells === null || coverage === null) return null;
    if (selected.kind !== 'facility' && selected.kind !== 'gap' && selected.kind !== 'cell') return null;
    const limitS = selected.kind === 'facility' ? session.withinS.value : Infinity;
    const own: number[] = [];
    for (let cell = 0; cell < chosen.length; cell += 1)
      if (chosen[cell] === 1 && (coverage.cost[cell] as number) <= limitS) own.push(cell);
    return outlineOf(cells, [own]);
  });
}

function coverageOf(session: PlanSession, side: Side): Coverage | null {
  return side === 'active' ? session.active.coverage.value : session.beside.coverage.value;
}

/** Lines from the selected cells to their facilities. Not for whole districts, whose lines would hide the map. */
function arcs(id: string, app: App, session: PlanSession, cells: Cells, coverage: Coverage): Layer[] {
  const [selected, chosen] = [session.selected.value, session.chosen.value];
  if (chosen === null || (selected?.kind !== 'facility' && selected?.kind !== 'gap' && selected?.kind !== 'cell'))
    return [];
  return [arcsLayer(id, arcsOf(chosen, cells, coverage), app.theme.value, session.state.value.display === 'columns')];
}

function groundOf(cells: Cells | null): Ground | null {
  if (cells === null) return null;
  const heights = Float32Array.from(cells.people);
  return {
    cells,
    shape: meanShape(cells),
    heights,
    mostPeople: heights.reduce((most, each) => Math.max(most, each), 0),
    paint: createPainter(cells.count),
  };
}

/** Repainted only when its inputs change: moving the map or selecting a facility does not repaint. */
function paintFor(
  app: App,
  session: PlanSession,
  side: Side,
  ground: ReadonlySignal<Ground | null>,
): ReadonlySignal<Uint8Array | null> {
  const comparison = computed(() => session.state.value.comparison);
  const indicator = computed(() => {
    const [on, shown] = [ground.value, side === 'active' ? session.shownIndicator.value : null];
    return on === null || shown === null ? null : indicatorClasses(shown, on.cells.count);
  });
  return computed(() => {
    const [on, coverage] = [ground.value, coverageOf(session, side)];
    // Cells and answer belong together, but do not change in the same step.
    if (on === null || coverage === null || coverage.cost.length !== on.cells.count) return null;
    const before = comparison.value === 'difference' ? (session.reference.value?.cost ?? null) : null;
    return on.paint({
      cost: coverage.cost,
      before,
      withinS: session.withinS.value,
      theme: app.theme.value,
      chosen: session.chosen.value,
      indicator: indicator.value,
      painting: side === 'active' ? fitting(session.painting.value, on.cells) : null,
    });
  });
}

/** Null for one of other cells, as while the people change. */
function fitting(painting: Painting | null, { count }: Cells): Painting | null {
  return painting?.classes.length === count ? painting : null;
}

/** Cells lie below the names of the base map; a configured base map has no `base:` layers to lie below. */
function placingIn(map: MapLibre, app: App): Placing {
  // Read for the subscription: each of them brings a style whose layers may have other ids.
  void [app.store.basemap.value, app.theme.value, app.store.language.value];
  return { beforeId: map.getLayersOrder().find((id) => id.startsWith('base:') && map.getLayer(id)?.type === 'symbol') };
}

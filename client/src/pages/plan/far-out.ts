/** Views of a whole city, which show hexagons or subdistricts in place of cells: for the map and its legend. */
import { computed, signal, type ReadonlySignal } from '@preact/signals';
import { PALETTES } from '../../../../tiles/style/palette.ts';
import type { Choropleth } from '../../map/choropleth.ts';
import type { App } from '../../app/types.ts';
import type { Coverage } from './data/coverage.ts';
import type { Cells } from './data/cells.ts';
import {
  CELLS_FROM_ZOOM,
  hexagonsOf,
  nobodyColor,
  subdistrictColors,
  subdistrictsOf,
  sumsOf,
  type ServedOf,
  type Units,
} from './data/hexagons.ts';
import { COVERED, indicatorClasses, OUTSIDE, type Indicator } from './data/indicator.ts';
import type { Unit } from './state/types.ts';
import type { PlanSession } from './session/session.ts';

const FIRST_ZOOM = 9;

export function zoomOf({ ui }: App): number {
  return ui.viewport.value?.zoom ?? FIRST_ZOOM;
}

/** The app for a picture that shows what a map shows at `zoom`, whatever its own size. */
export function atZoom(app: App, zoom: number): App {
  const viewport = signal({ zoom, bbox: [-180, -85, 180, 85] as const });
  return { ...app, ui: { ...app.ui, viewport } };
}

export function isFarOut(app: App): boolean {
  return zoomOf(app) < CELLS_FROM_ZOOM;
}

/** Whether the city can be shown by subdistrict: its map has them, and its people live in them. */
export function hasSubdistricts({ config }: App, { cells }: PlanSession): boolean {
  return (
    config.state.value.value?.roles.subdistrict !== undefined && (cells.value?.header.subdistricts.length ?? 0) > 1
  );
}

export function unitOf(app: App, session: PlanSession): Unit {
  return hasSubdistricts(app, session) ? session.state.value.unit : 'hexagon';
}

/** What the map sums cells by now; null where it shows them one by one. */
export function drawnUnit(app: App, session: PlanSession, side: 'active' | 'beside'): Unit | null {
  return showsShares(app, session, side) ? unitOf(app, session) : null;
}

/** The units that cells are summed by. */
export function unitsOf(unit: Unit, cells: Cells, radiusM: number): Units {
  return unit === 'subdistrict' ? subdistrictsOf(cells) : hexagonsOf(cells, radiusM);
}

/** Differences, columns and heat are views of their own. */
export function showsShares(app: App, session: PlanSession, side: 'active' | 'beside'): boolean {
  const { display, comparison } = session.state.value;
  if (side === 'active' && session.painting.value !== null) return false;
  const hasIndicator = side === 'active' && session.shownIndicator.value !== null;
  return isFarOut(app) && (hasIndicator || (display === 'cells' && comparison !== 'difference'));
}

/** Subdistricts as the map colours them; null where hexagons or cells are shown. */
export function subdistrictShares(
  app: App,
  session: PlanSession,
  side: 'active' | 'beside',
): ReadonlySignal<Choropleth | null> {
  const isShown = computed(() => drawnUnit(app, session, side) === 'subdistrict');
  const units = computed(() => (session.cells.value === null ? null : subdistrictsOf(session.cells.value)));
  return computed(() => {
    const layer = app.config.state.value.value?.roles.subdistrict;
    if (layer === undefined || !isShown.value) return null;
    const [cells, own] = [session.cells.value, units.value];
    const coverage = session[side].coverage.value;
    if (cells === null || own === null || coverage === null || coverage.cost.length !== cells.count) return null;
    const indicator = side === 'active' ? session.shownIndicator.value : null;
    // As of the last answer: the map's style is not made anew for every step of the slider.
    const sums = sumsOf(own, cells, servedBy(coverage, coverage.header.summary.withinS, indicator, cells.count));
    const theme = app.theme.value;
    return {
      layer,
      colors: subdistrictColors(sums, cells, own, session.chosen.value, theme),
      none: nobodyColor(theme),
      line: PALETTES[theme].land,
      until: CELLS_FROM_ZOOM,
    };
  });
}

/** The same for a picture, which is drawn closer or farther than the map whose unit it has: at every zoom level. */
export function sharesInPicture(app: App, session: PlanSession): ReadonlySignal<Choropleth | null> {
  const shares = subdistrictShares(app, session, 'active');
  return computed(() => (shares.value === null ? null : { ...shares.value, stays: true }));
}

/** By travel time, or as an indicator has it. */
export function servedBy(coverage: Coverage, withinS: number, indicator: Indicator | null, count: number): ServedOf {
  if (indicator === null) return (cell) => ((coverage.cost[cell] as number) <= withinS ? 'served' : 'unserved');
  const classes = indicatorClasses(indicator, count);
  return (cell) => {
    const kind = classes[cell];
    return kind === OUTSIDE ? 'neither' : kind === COVERED ? 'served' : 'unserved';
  };
}

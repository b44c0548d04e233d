/** Views of a whole city, which show hexagons in place of cells: for the map and its legend. */
import type { App } from '../../app/types.ts';
import type { Coverage } from './data/coverage.ts';
import { CELLS_FROM_ZOOM, type ServedOf } from './data/hexagons.ts';
import { COVERED, indicatorClasses, OUTSIDE, type Indicator } from './data/indicator.ts';
import type { PlanSession } from './session/session.ts';

const FIRST_ZOOM = 9;

export function zoomOf({ ui }: App): number {
  return ui.viewport.value?.zoom ?? FIRST_ZOOM;
}

export function isFarOut(app: App): boolean {
  return zoomOf(app) < CELLS_FROM_ZOOM;
}

/** Differences, columns and heat are views of their own. */
export function showsHexagons(app: App, session: PlanSession, side: 'active' | 'beside'): boolean {
  const { display, comparison } = session.state.value;
  const hasIndicator = side === 'active' && session.shownIndicator.value !== null;
  return isFarOut(app) && (hasIndicator || (display === 'cells' && comparison !== 'difference'));
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

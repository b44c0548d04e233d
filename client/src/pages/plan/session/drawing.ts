/** Drawing on the map, point by point: no-build areas, streets, and areas to shut. */
import { batch } from '@preact/signals';
import { STUDY_LIMITS } from '../../../../../tiles/api/vocabulary.ts';
import type { LonLat } from '../../../format/geometry.ts';
import type { MessageKey } from '../../../i18n/keys.ts';
import { roundPlace } from '../state/place-text.ts';
import { isFull } from '../state/scenarios.ts';
import { drawnArea, drawnStreet, freeStreetId, LEAST_POINTS, pointsLeft } from '../state/streets.ts';
import { BASE, MAX_SCENARIOS } from '../state/types.ts';
import { streetTitle } from '../street-words.ts';
import { takesStreets } from './question.ts';
import type { PlanSession, Tool } from './session.ts';

export type DrawingTool = Extract<Tool, 'area' | 'street' | 'shut'>;
export type StreetTool = Extract<Tool, 'street' | 'shut'>;

export function isDrawing(tool: Tool): tool is DrawingTool {
  return tool === 'area' || isStreetTool(tool);
}

export function isStreetTool(tool: Tool): tool is StreetTool {
  return tool === 'street' || tool === 'shut';
}

/** Adds a point to what is drawn; false where it has all the points that it may have, or had this one last. */
export function addPoint({ tool, drawing, streets }: PlanSession, place: LonLat): boolean {
  const points = drawing.peek();
  const { lon, lat } = roundPlace(place);
  const last = points.at(-1);
  const most = isStreetTool(tool.peek()) ? pointsLeft(streets.peek()) : STUDY_LIMITS.vertices;
  if (points.length >= most || (last?.[0] === lon && last[1] === lat)) return false;
  drawing.value = [...points, [lon, lat]];
  return true;
}

/** Takes the last point back; false where nothing is drawn. */
export function takeBackPoint({ tool, drawing }: Pick<PlanSession, 'tool' | 'drawing'>): boolean {
  if (!isDrawing(tool.peek()) || drawing.peek().length === 0) return false;
  drawing.value = drawing.peek().slice(0, -1);
  return true;
}

/** Points that the drawing has to have before it can be finished. */
export function leastPoints(tool: DrawingTool): number {
  return tool === 'street' ? LEAST_POINTS.street : LEAST_POINTS.shut;
}

/** Makes what is drawn a part of the plan; false where it has too few points, and where nothing is drawn. */
export function finishDrawing(session: PlanSession): boolean {
  const [tool, points] = [session.tool.peek(), session.drawing.peek()];
  if (!isDrawing(tool) || points.length < leastPoints(tool)) return false;
  if (tool === 'area') return finishArea(session);
  const streets = session.streets.peek();
  const id = freeStreetId(streets, tool === 'street' ? 'street' : 'area');
  const edit = tool === 'street' ? drawnStreet(id, points) : drawnArea(id, points);
  batch(() => {
    session.editStreet(edit);
    session.selected.value = { kind: 'street', id };
    session.take('look');
    if (!SHOWS_SELECTED.some((tab) => tab === session.state.peek().tab)) session.update({ tab: 'coverage' });
    // A drawer that is shut would hide what can be said of it.
    const { actions, i18n, ui } = session.app;
    actions.announce(i18n.t('plan.drawing.done', { name: streetTitle(session.app, edit) }));
    const { sheet } = ui;
    if (sheet.peek() === 'peek') sheet.value = 'half';
  });
  return true;
}

/** Tabs that have the card of what is selected. */
const SHOWS_SELECTED = ['coverage', 'gaps', 'charts'] as const;

interface Reason {
  readonly key: MessageKey;
  readonly params: { readonly n: number };
}

/** Why no street can be drawn now; null where one can. */
export function whyNoStreets(session: PlanSession): Reason | null {
  const asked = session.asked.value;
  const { scenarios } = session.state.value;
  if (asked !== null && !takesStreets(asked)) return { key: 'plan.street.straight', params: { n: 0 } };
  if (scenarios.active === BASE && isFull(scenarios))
    return { key: 'plan.scenario.full', params: { n: MAX_SCENARIOS } };
  if (session.streets.value.length >= STUDY_LIMITS.streetEdits)
    return { key: 'plan.street.full', params: { n: STUDY_LIMITS.streetEdits } };
  if (pointsLeft(session.streets.value) < LEAST_POINTS.shut)
    return { key: 'plan.street.fullPoints', params: { n: STUDY_LIMITS.positions } };
  return null;
}

const MIN_CORNERS = 3;

/** Turns the drawn corners into a no-build area; false where there are too few. */
export function finishArea(session: PlanSession): boolean {
  const corners = session.drawing.peek();
  if (corners.length < MIN_CORNERS) return false;
  const { siting } = session.state.peek();
  session.update({ siting: { ...siting, forbidden: [...siting.forbidden, corners] } });
  session.drawing.value = [];
  session.tool.value = 'look';
  return true;
}

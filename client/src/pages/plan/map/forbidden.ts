import type { PlanSession } from '../session/session.ts';

const MIN_CORNERS = 3;

/** Takes the drawn corners as an area where nothing may be built; false where there are too few. */
export function finishArea(session: PlanSession): boolean {
  const corners = session.drawing.peek();
  if (corners.length < MIN_CORNERS) return false;
  const { siting } = session.state.peek();
  session.update({ siting: { ...siting, forbidden: [...siting.forbidden, corners] } });
  session.drawing.value = [];
  session.tool.value = 'look';
  return true;
}

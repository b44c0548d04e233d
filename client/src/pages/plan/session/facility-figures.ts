/** People by facility where the answers of the map go without them: asked for when somebody looks at them. */
import type { CoverageFacility, CoverageHeader } from '../../../../../tiles/api/coverage.ts';
import { countedOf, facilitiesRequest, hasFacilityFigures } from './question.ts';
import type { PlanSession } from './session.ts';

interface Counted {
  readonly key: string;
  readonly facilities: readonly CoverageFacility[];
}

/** The last answer of each session: cards are opened one after the other, and a table has all of them. */
const last = new WeakMap<PlanSession, Counted>();

/** Names the question that is open; null where the map's own answer has the figures, and while none is there. */
export function uncountedKey({ asked, changes, active, preview, streetPreview }: PlanSession): string | null {
  const [question, answer] = [asked.value, active.coverage.value];
  if (question === null || answer === null || hasFacilityFigures(question, changes.value)) return null;
  // Figures of a facility under the pointer would come too late to be those of its place.
  if (preview.value !== null || streetPreview.value !== null) return null;
  const { key, summary } = answer.header;
  return JSON.stringify([key, question, countedOf(question, changes.value), summary.withinS]);
}

/** @param key of `uncountedKey`, of the question that the session has now */
export async function countedFacilities(
  session: PlanSession,
  key: string,
  signal: AbortSignal,
): Promise<readonly CoverageFacility[]> {
  const known = last.get(session);
  if (known?.key === key) return known.facilities;
  const [asked, answer] = [session.asked.peek(), session.active.coverage.peek()];
  if (asked === null || answer === null) return [];
  const request = facilitiesRequest(asked, session.changes.peek(), answer.header.summary.withinS);
  const { facilities } = (await session.api.coverage(request, signal)).header as CoverageHeader;
  last.set(session, { key, facilities });
  return facilities;
}

/** Edits of a scenario, merged: dragging a site ten times is one move. */
import type { ScenarioEdit } from '../../../../../tiles/api/study.ts';

/** The list with one edit more. An id that is `isExisting` is a feature's; all others were added. */
export function withEdit(edits: readonly ScenarioEdit[], edit: ScenarioEdit): readonly ScenarioEdit[] {
  const added = edits.find((each) => each.kind === 'add' && each.id === edit.id);
  const others = edits.filter(({ id }) => id !== edit.id);
  if (edit.kind === 'add') return [...others, edit];
  if (added === undefined) return [...others, edit];
  if (edit.kind === 'remove') return others;
  const moved: ScenarioEdit = { ...added, kind: 'add', lon: edit.lon, lat: edit.lat };
  return edits.map((each) => (each === added ? moved : each));
}

/** The list without what was done to one facility. */
export function withoutEditsOf(edits: readonly ScenarioEdit[], id: string): readonly ScenarioEdit[] {
  return edits.filter((each) => each.id !== id);
}

/** `new-1`, or the first number above that is free. */
export function freeId(edits: readonly ScenarioEdit[]): string {
  const taken = new Set(edits.map(({ id }) => id));
  let n = 1;
  while (taken.has(`new-${String(n)}`)) n += 1;
  return `new-${String(n)}`;
}

/** Number of facilities added, moved and removed. */
export function countEdits(edits: readonly ScenarioEdit[]): Readonly<Record<ScenarioEdit['kind'], number>> {
  const counts = { add: 0, move: 0, remove: 0 };
  for (const { kind } of edits) counts[kind] += 1;
  return counts;
}

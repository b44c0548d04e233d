/** What can be done with scenarios, each a pure step from one state of them to the next. */
import type { ScenarioEdit } from '../../../../../tiles/api/study.ts';
import { cleanName, typedName } from './scenario-text.ts';
import { BASE, MAX_SCENARIOS, type Changes, type Scenario, type Scenarios } from './types.ts';

export function activeScenario({ list, active }: Scenarios): Scenario | null {
  return list.find(({ id }) => id === active) ?? null;
}

export const NO_CHANGES: Changes = { edits: [], streets: [] };

/** Of the current situation, and of a scenario that there is not: none. */
export function changesOf({ list }: Scenarios, id: string): Changes {
  return list.find((each) => each.id === id) ?? NO_CHANGES;
}

export function isUnchanged({ edits, streets }: Changes): boolean {
  return edits.length === 0 && streets.length === 0;
}

export function isFull({ list }: Scenarios): boolean {
  return list.length >= MAX_SCENARIOS;
}

/** Adds a scenario and makes it the active one. Changes nothing where there is no room for one more. */
export function addScenario(scenarios: Scenarios, name: string, changes = NO_CHANGES): Scenarios {
  if (isFull(scenarios)) return scenarios;
  const id = freeScenarioId(scenarios.list);
  const { edits, streets } = changes;
  return { list: [...scenarios.list, { id, name: cleanName(name), edits, streets }], active: id };
}

/**
 * Takes a step of the active scenario's changes. The current situation cannot be edited: the first edit creates a
 * scenario named `nameIfNew`.
 */
export function changeActive(
  scenarios: Scenarios,
  change: (changes: Changes) => Partial<Changes>,
  nameIfNew: string,
): Scenarios {
  const started = activeScenario(scenarios) === null ? addScenario(scenarios, nameIfNew) : scenarios;
  const list = started.list.map((scenario) =>
    scenario.id === started.active ? { ...scenario, ...change(scenario) } : scenario,
  );
  return { ...started, list };
}

export function renameScenario(scenarios: Scenarios, id: string, name: string): Scenarios {
  return {
    ...scenarios,
    list: scenarios.list.map((scenario) => (scenario.id === id ? { ...scenario, name: typedName(name) } : scenario)),
  };
}

export function deleteScenario(scenarios: Scenarios, id: string): Scenarios {
  const index = scenarios.list.findIndex((scenario) => scenario.id === id);
  const list = scenarios.list.filter((scenario) => scenario.id !== id);
  const active = scenarios.active === id ? ((list[index] ?? list[index - 1])?.id ?? BASE) : scenarios.active;
  return { list, active };
}

function freeScenarioId(list: readonly Scenario[]): string {
  let n = 1;
  while (list.some(({ id }) => id === `s${String(n)}`)) n += 1;
  return `s${String(n)}`;
}

/** The list with one more edit; one of a facility that the list itself adds changes or takes back the addition. */
export function withEdit(edits: readonly ScenarioEdit[], edit: ScenarioEdit): readonly ScenarioEdit[] {
  const added = edits.find((each) => each.kind === 'add' && each.id === edit.id);
  const others = edits.filter(({ id }) => id !== edit.id);
  if (edit.kind === 'add') return [...others, edit];
  if (added === undefined) return [...others, edit];
  if (edit.kind === 'remove') return others;
  const moved: ScenarioEdit = { ...added, kind: 'add', lon: edit.lon, lat: edit.lat };
  return edits.map((each) => (each === added ? moved : each));
}

/** The list without the edits of one facility. */
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

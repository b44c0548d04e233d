/** Groups of people in one demand: whose access is asked for. */
import { AnalysisError } from '../errors.ts';
import type { Demand, PeopleGroup } from '../types.ts';
import { DEMAND } from './messages.ts';

/** Groups of rows that name them, in the order in which names are met; 0 where a row does not name one. */
export function groupsOfRows(
  rows: readonly { readonly groups?: Readonly<Record<string, number>> | undefined }[],
): Pick<Demand, 'groups'> {
  const names = new Set(rows.flatMap(({ groups = {} }) => Object.keys(groups)));
  if (names.size === 0) return {};
  const valueOf = (groups: Readonly<Record<string, number>>, name: string): number =>
    Object.hasOwn(groups, name) ? (groups[name] as number) : 0;
  return {
    groups: Array.from(
      names,
      (name): PeopleGroup => ({ name, people: Float64Array.from(rows, ({ groups = {} }) => valueOf(groups, name)) }),
    ),
  };
}

/**
 * The demand with the people of a group in place of all; the demand itself where none is named. Throws `AnalysisError`
 * for a group that there is not, and for one of nobody. `at` is the place that names it.
 */
export function demandFor(demand: Demand, name: string | undefined, at: string): Demand {
  if (name === undefined) return demand;
  const { groups = [] } = demand;
  const group = groups.find((each) => each.name === name);
  if (group === undefined) {
    const key = groups.length === 0 ? 'no-groups' : 'unknown-group';
    throw new AnalysisError(key, DEMAND[key], { name, choices: groups.map((each) => each.name).join(', ') }, { at });
  }
  if (!group.people.some((people) => people > 0))
    throw new AnalysisError('group-nobody', DEMAND['group-nobody'], { name }, { at });
  return { ...demand, people: group.people };
}

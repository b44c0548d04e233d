/**
 * A study that is cut: each part computes the costs of its own cells, and the study is then computed from the costs of
 * all parts as from its own. So its figures are those of the uncut study to the last bit: the same operations on the
 * same costs in the same order.
 *
 * A part has the cells of one district (or subdistrict), and of the facilities those that may be within the limit of
 * any of them (`halo.ts`). It has all streets: which piece of a network a point joins depends on the whole network.
 */
import type { AnalysisRequest, Study } from '../../../tiles/api/study.ts';
import { groupsOf } from '../measures/groups.ts';
import { pairsWithin } from '../study/check.ts';
import type { Demand } from '../types.ts';

/** Cells of each part, ascending, in the order of the list that they are cut by; the last are those in none. */
export function partsOf(demand: Demand, by: NonNullable<Study['parts']>): readonly Uint32Array[] {
  const { keys, ofCell } = groupsOf(demand, by);
  const cells = keys.map((): number[] => []);
  for (let cell = 0; cell < demand.count; cell += 1) cells[ofCell(cell)]?.push(cell);
  return cells.filter(({ length }) => length > 0).map((each) => Uint32Array.from(each));
}

/** Costs that the analyses of a study read, in the unit of its network; null where none reads any. */
export interface PartLimits {
  /** Of the nearest facility. */
  readonly nearest: number | null;
  /** Of all pairs. */
  readonly pairs: number | null;
}

export function partLimits(analyses: readonly AnalysisRequest[]): PartLimits {
  const most = (limits: readonly number[]): number | null => (limits.length === 0 ? null : Math.max(...limits));
  return {
    nearest: most(analyses.flatMap((request) => (request.kind === 'coverage' ? request.within : []))),
    pairs: most(analyses.flatMap((request) => pairsWithin(request) ?? [])),
  };
}

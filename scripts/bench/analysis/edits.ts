/** Facilities moved, added and removed one by one, against computing everything anew. */
import type { Coverage } from '../../../server/analysis/coverage/compare.ts';
import { CoverageState } from '../../../server/analysis/coverage/coverage-state.ts';
import type { ResolvedEdit } from '../../../server/analysis/coverage/scenario.ts';
import { snapPoint } from '../../../server/analysis/paths/snap-point.ts';
import { randomFrom, type Random } from '../../../server/testing/random.ts';
import { randomSnaps, UNWATCHED } from '../../../server/testing/street-grids.ts';
import { median, percentileOf } from '../statistics.ts';
import type { BenchCity } from './city.ts';
import { ANALYSIS_TARGETS, type AnalysisFigure, type AnalysisSize } from './figures.ts';

/** Limit of the search, and the time that is counted, in seconds. */
const LIMIT_S = 1800;
const WITHIN_S = 900;
/** Edits of one scenario; then the next begins. */
const LIST = 20;
/** Full recomputations that answers are compared with. */
const CHECKS = 12;

export function benchEdits(
  { graph, demand, demandSnaps, facilities }: BenchCity,
  { edits: count }: AnalysisSize,
): AnalysisFigure[] {
  const ids = Array.from({ length: facilities.count }, (_, f) => `f${f}`);
  const input = {
    graph,
    mode: 'walk',
    travel: {},
    demand,
    demandSnaps,
    facilities: { ids, snaps: facilities },
    limit: LIMIT_S,
    within: WITHIN_S,
  } as const;
  const fullTimes: number[] = [];
  const compute = (edits: readonly ResolvedEdit[]): Coverage => {
    const startedAt = performance.now();
    const coverage = CoverageState.create(input, UNWATCHED).evaluate(edits);
    fullTimes.push(performance.now() - startedAt);
    return coverage;
  };
  const state = CoverageState.create(input, UNWATCHED);
  const places = randomSnaps(graph, { count, seed: 47 });
  const random = randomFrom(48);
  // Searches from each facility once.
  state.evaluate([]);
  const times: number[] = [];
  let list: ResolvedEdit[] = [];
  let differing = 0;
  for (let i = 0; i < count; i += 1) {
    list = i % LIST === 0 ? [] : list;
    list = [...list, edit(random, list, ids, { id: `new${i}`, snap: snapPoint(places, i) })];
    const startedAt = performance.now();
    const coverage = state.evaluate(list);
    times.push(performance.now() - startedAt);
    if (i % Math.ceil(count / CHECKS) === 0 && !isSame(coverage, compute(list))) differing += 1;
  }
  return [
    { name: 'edit-p50', detail: facilities.count, value: median(times), unit: 'ms' },
    {
      name: 'edit-p95',
      detail: facilities.count,
      value: percentileOf(times, 95),
      unit: 'ms',
      atMost: ANALYSIS_TARGETS.editP95Ms,
    },
    { name: 'edit-full', value: median(fullTimes), unit: 'ms' },
    { name: 'edit-share', value: median(fullTimes) / median(times), unit: '×' },
    { name: 'edit-differing', detail: fullTimes.length, value: differing, unit: '', atMost: 0 },
  ];
}

function edit(
  random: Random,
  list: readonly ResolvedEdit[],
  ids: readonly string[],
  added: { readonly id: string; readonly snap: ReturnType<typeof snapPoint> },
): ResolvedEdit {
  const gone = new Set(list.filter(({ kind }) => kind === 'remove').map(({ id }) => id));
  const there = [...ids, ...list.filter(({ kind }) => kind === 'add').map(({ id }) => id)].filter(
    (id) => !gone.has(id),
  );
  const id = there[random.below(there.length)] as string;
  const kind = (['add', 'move', 'remove'] as const)[random.below(3)];
  if (kind === 'add') return { kind, ...added };
  return kind === 'remove' ? { kind, id } : { kind: 'move', id, snap: added.snap };
}

/** To the last bit. */
function isSame(a: Coverage, b: Coverage): boolean {
  return (
    [
      [a.cost, b.cost],
      [a.nearest, b.nearest],
    ].every(
      ([one, other]) => one !== undefined && other !== undefined && one.every((value, i) => Object.is(value, other[i])),
    ) &&
    Object.is(a.coveredPeople, b.coveredPeople) &&
    Object.is(a.coveredAreaM2, b.coveredAreaM2) &&
    Object.is(a.gainedPeople, b.gainedPeople) &&
    Object.is(a.lostPeople, b.lostPeople) &&
    JSON.stringify(a.facilities) === JSON.stringify(b.facilities)
  );
}

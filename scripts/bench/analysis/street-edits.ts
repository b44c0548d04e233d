/** Streets built, closed and shut one by one, against computing everything on the edited network anew. */
import type { StreetEdit } from '../../../tiles/api/street-edits.ts';
import { DEFAULT_MAX_ACCESS_M, type Mode } from '../../../tiles/api/vocabulary.ts';
import { CoverageState, type StreetScenario } from '../../../server/analysis/coverage/coverage-state.ts';
import { segmentIndex } from '../../../server/analysis/network/snap.ts';
import { nearestFacility } from '../../../server/analysis/paths/cost-matrix.ts';
import { searchGraph } from '../../../server/analysis/paths/search-graph.ts';
import { editedGraph } from '../../../server/analysis/street-edits/edited-graph.ts';
import { editedSnaps } from '../../../server/analysis/street-edits/edited-snaps.ts';
import { resolveStreets } from '../../../server/analysis/street-edits/resolve.ts';
import { randomFrom } from '../../../server/testing/random.ts';
import { placeOf, UNWATCHED } from '../../../server/testing/street-grids.ts';
import { randomStreetEdit, type StreetEditKind } from '../../../server/testing/street-edits.ts';
import type { Snaps } from '../../../server/analysis/types.ts';
import { median, percentileOf } from '../statistics.ts';
import type { BenchCity } from './city.ts';
import { ANALYSIS_TARGETS, type AnalysisFigure, type AnalysisSize } from './figures.ts';

/** Limit of the search, and the time that is counted, in seconds. */
const LIMIT_S = 1800;
const WITHIN_S = 900;
/** Edits of one scenario; then the next begins. */
const LIST = 6;
/** A street edit is slower than one of a facility: so many times fewer are made. */
const FEWER = 10;
/** Full recomputations that answers are compared with. */
const CHECKS = 12;
const KINDS: readonly StreetEditKind[] = ['add', 'close', 'add', 'oneway', 'speed', 'shut'];

/** How a run travels, and whether it counts the people of each facility. */
interface Way {
  readonly mode: Mode;
  readonly perFacility: boolean;
}

export function benchStreetEdits(city: BenchCity, { edits }: AnalysisSize): AnalysisFigure[] {
  const count = Math.ceil(edits / FEWER);
  const onFoot = editStreets(city, { mode: 'walk', perFacility: true }, count);
  const counted = editStreets(city, { mode: 'drive', perFacility: true }, Math.ceil(count / FEWER));
  const driving = editStreets(city, { mode: 'drive', perFacility: false }, count);
  const atMost = ANALYSIS_TARGETS.streetEditMs;
  return [
    { name: 'street-edit-p50', value: median(onFoot.street), unit: 'ms' },
    { name: 'street-edit-p95', value: percentileOf(onFoot.street, 95), unit: 'ms', atMost },
    { name: 'shut-p50', value: median(onFoot.shut), unit: 'ms' },
    { name: 'shut-p95', value: percentileOf(onFoot.shut, 95), unit: 'ms', atMost: ANALYSIS_TARGETS.shutMs },
    { name: 'street-edit-full', value: median(onFoot.full), unit: 'ms' },
    { name: 'drive-counted-p95', value: percentileOf(counted.street, 95), unit: 'ms' },
    { name: 'drive-edit-p50', value: median(driving.street), unit: 'ms' },
    { name: 'drive-edit-p95', value: percentileOf(driving.street, 95), unit: 'ms', atMost },
    { name: 'drive-shut-p95', value: percentileOf(driving.shut, 95), unit: 'ms', atMost: ANALYSIS_TARGETS.shutMs },
    {
      name: 'street-edit-differing',
      detail: onFoot.full.length + counted.full.length + driving.full.length,
      value: onFoot.differing + counted.differing + driving.differing,
      unit: '',
      atMost: 0,
    },
  ];
}

/** Milliseconds of each edit, and of computing everything anew. */
interface Edited {
  readonly street: readonly number[];
  readonly shut: readonly number[];
  readonly full: readonly number[];
  readonly differing: number;
}

function editStreets(
  { graph, demand, demandSnaps, facilities }: BenchCity,
  { mode, perFacility }: Way,
  count: number,
): Edited {
  const index = segmentIndex(graph);
  const lonLat = Float64Array.from(
    Array.from({ length: facilities.count }, (_, f) => [
      ...placeOf(graph, facilities.edge[f] as number, facilities.fraction[f] as number),
    ]).flat(),
  );
  const ids = Array.from({ length: facilities.count }, (_, f) => `f${f}`);
  const state = CoverageState.create(
    {
      graph,
      mode,
      travel: {},
      demand,
      demandSnaps,
      facilities: { ids, snaps: facilities },
      limit: LIMIT_S,
      within: WITHIN_S,
    },
    UNWATCHED,
  );
  const streetsOf = (list: readonly StreetEdit[]): StreetScenario => {
    const { overlay } = resolveStreets(graph, index, list);
    const edited = (places: Float64Array, snaps: Snaps): Snaps =>
      editedSnaps(overlay, mode, places, snaps, DEFAULT_MAX_ACCESS_M);
    return {
      key: JSON.stringify(list),
      overlay,
      demandSnaps: edited(demand.lonLat, demandSnaps),
      facilitySnaps: edited(lonLat, facilities),
    };
  };
  const fullTimes: number[] = [];
  const isSame = ({ overlay, ...snaps }: StreetScenario, { cost, nearest }: ReturnType<CoverageState['evaluate']>) => {
    const startedAt = performance.now();
    const edited = editedGraph(overlay);
    const full = nearestFacility(
      {
        graph: edited,
        search: searchGraph(edited, mode, { direction: 'backward' }),
        facilities: snaps.facilitySnaps,
        demand: snaps.demandSnaps,
        accessSpeedMps: 1,
        limit: LIMIT_S,
      },
      UNWATCHED,
    );
    fullTimes.push(performance.now() - startedAt);
    return cost.every((value, i) => Object.is(value, full.cost[i])) && nearest.every((f, i) => f === full.facility[i]);
  };
  const random = randomFrom(51);
  const times: Record<'street' | 'shut', number[]> = { street: [], shut: [] };
  let list: StreetEdit[] = [];
  let differing = 0;
  for (let i = 0; i < count; i += 1) {
    if (i % LIST === 0) {
      list = [];
      state.evaluate([], { perFacility });
    }
    const kind = KINDS[random.below(KINDS.length)] as StreetEditKind;
    list = [...list, randomStreetEdit(graph, random, { id: `e${i}`, kind })];
    const startedAt = performance.now();
    const streets = streetsOf(list);
    const coverage = state.evaluate([], { streets, perFacility });
    times[kind === 'shut' ? 'shut' : 'street'].push(performance.now() - startedAt);
    if (i % Math.ceil(count / CHECKS) === 0 && !isSame(streets, coverage)) differing += 1;
  }
  return { ...times, full: fullTimes, differing };
}

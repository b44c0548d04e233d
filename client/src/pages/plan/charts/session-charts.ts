/** Data of the charts, recalculated only when the answer, the selection or the comparison changes. */
import { computed, type ReadonlySignal } from '@preact/signals';
import type { Cells } from '../data/cells.ts';
import type { Coverage } from '../data/coverage.ts';
import type { PlanSession } from '../session/session.ts';
import { lorenzOf, type Lorenz } from './lorenz.ts';
import { peopleByMinute } from './minutes.ts';

/** One figure for the whole city, for the selected cells and for the scenario beside it. */
export interface Series<T> {
  readonly all: T;
  readonly part: T | null;
  readonly other: T | null;
}

export interface ChartData {
  readonly coverage: Coverage;
  readonly cells: Cells;
  /** Null where no other scenario is shown. */
  readonly beside: Coverage | null;
  readonly chosen: Uint8Array | null;
  readonly minutes: Series<Float64Array>;
  readonly lorenz: Series<Lorenz | null>;
}

export function chartData(session: PlanSession): ReadonlySignal<ChartData | null> {
  const whole = computed(() => fitting(session.active.coverage.value, session.cells.value));
  const beside = computed(() =>
    session.state.value.comparison === 'off' ? null : fitting(session.beside.coverage.value, session.cells.value),
  );
  const all = computed(() => seriesOf(whole.value));
  const other = computed(() => seriesOf(beside.value));
  return computed(() => {
    const [own, mine] = [whole.value, all.value];
    if (own === null || mine === null) return null;
    const { coverage, cells } = own;
    const chosen = session.chosen.value;
    // A band of minutes is a part of the curve, not a curve of its own.
    const parts = session.selected.value?.kind === 'band' ? null : chosen;
    return {
      coverage,
      cells,
      chosen,
      beside: beside.value?.coverage ?? null,
      minutes: {
        all: mine.minutes,
        part: chosen === null ? null : peopleByMinute(coverage.cost, cells.people, chosen),
        other: other.value?.minutes ?? null,
      },
      lorenz: {
        all: mine.lorenz,
        part: parts === null ? null : lorenzOf(mine.order, coverage.cost, cells.people, parts),
        other: other.value?.lorenz ?? null,
      },
    };
  });
}

interface Fitting {
  readonly coverage: Coverage;
  readonly cells: Cells;
}

/** Cells and answer belong together, but do not change in the same step. */
function fitting(coverage: Coverage | null, cells: Cells | null): Fitting | null {
  return coverage === null || cells === null || coverage.cost.length !== cells.count ? null : { coverage, cells };
}

function seriesOf(
  from: Fitting | null,
): { readonly order: Uint32Array; readonly minutes: Float64Array; readonly lorenz: Lorenz | null } | null {
  if (from === null) return null;
  const {
    coverage: { cost },
    cells: { people },
  } = from;
  const order = orderByCost(cost);
  return { order, minutes: peopleByMinute(cost, people), lorenz: lorenzOf(order, cost, people) };
}

const BITS = 11;
const BUCKETS = 1 << BITS;
const PASSES = 3;

/**
 * Indexes of the reachable cells in ascending order of cost, equal ones by index. Floats that are not negative sort
 * like their bits, so three counting passes do what a sort by comparison takes ten times as long for.
 */
export function orderByCost(cost: Float32Array): Uint32Array {
  const bits = new Uint32Array(cost.buffer, cost.byteOffset, cost.length);
  // Keys go along with their cells: looking them up by cell would miss the cache at every step.
  let [keys, cells] = [new Uint32Array(cost.length), new Uint32Array(cost.length)];
  let count = 0;
  for (let cell = 0; cell < cost.length; cell += 1) {
    if (cost[cell] === Infinity) continue;
    keys[count] = bits[cell] as number;
    cells[count] = cell;
    count += 1;
  }
  let [nextKeys, nextCells] = [new Uint32Array(count), new Uint32Array(count)];
  for (let pass = 0; pass < PASSES; pass += 1) {
    const shift = pass * BITS;
    const start = new Uint32Array(BUCKETS + 1);
    for (let k = 0; k < count; k += 1) {
      const bucket = (((keys[k] as number) >>> shift) & (BUCKETS - 1)) + 1;
      start[bucket] = (start[bucket] as number) + 1;
    }
    for (let bucket = 1; bucket <= BUCKETS; bucket += 1)
      start[bucket] = (start[bucket] as number) + (start[bucket - 1] as number);
    for (let k = 0; k < count; k += 1) {
      const key = keys[k] as number;
      const bucket = (key >>> shift) & (BUCKETS - 1);
      const at = start[bucket] as number;
      start[bucket] = at + 1;
      nextKeys[at] = key;
      nextCells[at] = cells[k] as number;
    }
    [keys, nextKeys] = [nextKeys, keys];
    [cells, nextCells] = [nextCells, cells];
  }
  return cells.subarray(0, count);
}

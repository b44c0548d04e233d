import type { CoverState } from './cover-state.ts';
import { affordable } from './greedy.ts';

/**
 * Opens a column, and closes another for it where the limit asks so, while that covers more people (vertex substitution
 * of Teitz & Bart 1968). One scan of a column's rows gives its worth against every open one: rows that nobody covers
 * count for it, rows with a single coverer lessen the loss of closing that one (Resende & Werneck 2004).
 *
 * `stop` is asked after every column. Whether anything became better.
 */
export function interchange(state: CoverState, limit: number, stop: () => boolean): boolean {
  const { columns, cost } = state.model;
  const spared = new Float64Array(columns.count);
  // A swap must be worth more than what rounding can make up, or it goes round in circles.
  const least =
    1e-9 *
    Math.max(
      1,
      state.model.weight.reduce((sum, people) => sum + people, 0),
    );
  let open = state.chosen();
  let improved = false;
  for (let quiet = 0, column = 0; quiet < columns.count; quiet++, column = (column + 1) % columns.count) {
    if (stop()) break;
    if (state.isOpen[column] === 1) continue;
    const gain = scan(state, column, spared);
    const fits = affordable(state.spent + (cost[column] as number), limit);
    let best = fits ? gain : 0;
    let leaver = -1;
    for (let k = 0; k < open.length; k++) {
      const other = open[k] as number;
      const change = gain - (state.loss[other] as number) + (spared[other] as number);
      spared[other] = 0;
      if (change > best && affordable(state.spent + (cost[column] as number) - (cost[other] as number), limit)) {
        best = change;
        leaver = other;
      }
    }
    if (best <= least) continue;
    if (leaver >= 0) state.close(leaver);
    state.open(column);
    open = state.chosen();
    improved = true;
    quiet = -1;
  }
  return improved;
}

/**
 * People nobody covers whom the column would; adds to `spared` those whom it would keep when their only coverer closes.
 */
function scan(state: CoverState, column: number, spared: Float64Array): number {
  const { columns, weight } = state.model;
  const { count, owner } = state;
  const end = columns.start[column + 1] as number;
  let gain = 0;
  for (let k = columns.start[column] as number; k < end; k++) {
    const row = columns.index[k] as number;
    const covers = count[row] as number;
    if (covers > 1) continue;
    if (covers === 0) gain += weight[row] as number;
    else spared[owner[row] as number] = (spared[owner[row] as number] as number) + (weight[row] as number);
  }
  return gain;
}

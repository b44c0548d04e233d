/**
 * Crossfilter in one pass: for every row a word with one bit for each filter that it fails. A row is chosen where no
 * bit is set; a chart counts the rows that fail no filter but its own. 43,000 rows by seven attributes take about 2 ms.
 */
import type { Bbox } from '../../../../../tiles/api/wire.ts';
import type { DimensionFilters } from '../../../state/codecs/casedata.ts';
import { NO_DAY, type Dataset } from './dataset.ts';
import type { DayRange } from './time.ts';

export interface Query {
  readonly filters: DimensionFilters;
  readonly window: DayRange | null;
  /** What the map shows; null counts everything. */
  readonly bbox: Bbox | null;
}

/** Rows by value of one attribute, under every filter but its own. */
export interface Counts {
  readonly inView: Uint32Array;
  readonly everywhere: Uint32Array;
}

export interface Evaluation {
  /** Rows that meet every filter, wherever the map looks, in the order of the data. */
  readonly selected: Uint32Array;
  /** Rows of `selected` that the map shows. */
  readonly inView: Uint32Array;
  /** Rows that meet every filter but that of time: those that playback shows, one frame after the other. */
  readonly timeless: Uint32Array;
  readonly byDimension: ReadonlyMap<string, Counts>;
  /** By day since the first day of the data, under every filter but that of time. */
  readonly byDay: Counts;
}

const VIEW = 1;
const TIME = 2;
const FIRST_DIMENSION = 2;
/** One bit of a 32-bit word for each attribute, less those for view, time and sign. */
const MAX_DIMENSIONS = 29;

export function evaluate(data: Dataset, query: Query): Evaluation {
  const dimensions = [...data.dimensions.values()].slice(0, MAX_DIMENSIONS);
  const fails = failures(data, query);
  const counts = dimensions.map(({ values }) => ({
    inView: new Uint32Array(values.length),
    everywhere: new Uint32Array(values.length),
  }));
  const dayCount = data.days === null ? 0 : data.days.to - data.days.from + 1;
  const byDay: Counts = { inView: new Uint32Array(dayCount), everywhere: new Uint32Array(dayCount) };
  const firstDay = data.days?.from ?? 0;
  const selected = new Uint32Array(data.count);
  const inView = new Uint32Array(data.count);
  const timeless = new Uint32Array(data.count);
  let [selectedCount, inViewCount, timelessCount] = [0, 0, 0];

  for (let row = 0; row < data.count; row += 1) {
    const fail = fails[row] ?? 0;
    const beyondView = fail & ~VIEW;
    const seen = (fail & VIEW) === 0;
    if ((beyondView & ~TIME) === 0) timeless[timelessCount++] = row;
    if (beyondView === 0) {
      selected[selectedCount++] = row;
      if (seen) inView[inViewCount++] = row;
      for (let k = 0; k < dimensions.length; k += 1) add(counts[k], dimensions[k]?.codes[row] ?? -1, seen);
      addDay(byDay, data.day[row] ?? NO_DAY, firstDay, seen);
    } else if ((beyondView & (beyondView - 1)) === 0) {
      // The row fails one filter only: it counts in that filter's own chart and in no other.
      if (beyondView === TIME) addDay(byDay, data.day[row] ?? NO_DAY, firstDay, seen);
      else {
        const k = 31 - Math.clz32(beyondView) - FIRST_DIMENSION;
        add(counts[k], dimensions[k]?.codes[row] ?? -1, seen);
      }
    }
  }
  return {
    selected: selected.slice(0, selectedCount),
    inView: inView.slice(0, inViewCount),
    timeless: timeless.slice(0, timelessCount),
    byDay,
    byDimension: new Map(
      dimensions.map(({ id }, k) => [id, counts[k] ?? { inView: new Uint32Array(), everywhere: new Uint32Array() }]),
    ),
  };
}

function failures(data: Dataset, { filters, window, bbox }: Query): Uint32Array {
  const fails = new Uint32Array(data.count);
  if (bbox !== null) markOutside(fails, data, bbox);
  if (window !== null) {
    for (let row = 0; row < data.count; row += 1) {
      const day = data.day[row] ?? NO_DAY;
      if (day < window.from || day > window.to) fails[row] = (fails[row] ?? 0) | TIME;
    }
  }
  [...data.dimensions.values()].slice(0, MAX_DIMENSIONS).forEach(({ id, values, codes }, k) => {
    const wanted = filters[id];
    if (wanted === undefined) return;
    const bit = 1 << (k + FIRST_DIMENSION);
    const accepted = Uint8Array.from(values, (value) => (wanted.includes(value) ? 1 : 0));
    for (let row = 0; row < data.count; row += 1) {
      if (accepted[codes[row] ?? -1] !== 1) fails[row] = (fails[row] ?? 0) | bit;
    }
  });
  return fails;
}

function markOutside(fails: Uint32Array, { count, lon, lat }: Dataset, [west, south, east, north]: Bbox): void {
  for (let row = 0; row < count; row += 1) {
    const [x, y] = [lon[row] ?? NaN, lat[row] ?? NaN];
    if (!(x >= west && x <= east && y >= south && y <= north)) fails[row] = VIEW;
  }
}

function add(counts: Counts | undefined, code: number, seen: boolean): void {
  if (counts === undefined || code < 0) return;
  counts.everywhere[code] = (counts.everywhere[code] ?? 0) + 1;
  if (seen) counts.inView[code] = (counts.inView[code] ?? 0) + 1;
}

function addDay(counts: Counts, day: number, firstDay: number, seen: boolean): void {
  if (day !== NO_DAY) add(counts, day - firstDay, seen);
}

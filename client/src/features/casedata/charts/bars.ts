/** The bars of one chart: which values it shows, in what order, and how long each is. */
import type { Attribute } from '../../../../../tiles/layer/layer.ts';
import type { Counts } from '../data/crossfilter.ts';
import type { Dimension } from '../data/dataset.ts';

export interface Bar {
  readonly value: string;
  readonly inView: number;
  readonly everywhere: number;
  readonly on: boolean;
  /** Length as a share of the longest, 0–1. */
  readonly share: number;
}

/**
 * Values that the catalogue lists keep its order, so that bars stand still while time runs; districts are ordered by
 * code, the rest by count. Values in the filter are always included, even without a record.
 */
export function barsOf(
  dimension: Dimension,
  counts: Counts,
  attribute: Attribute | undefined,
  chosen: readonly string[],
): Bar[] {
  const declared = Object.keys(attribute?.values ?? {});
  const codes = new Map(dimension.values.map((value, code) => [value, code]));
  const values = [...new Set([...dimension.values, ...chosen])];
  const rows = values.map((value) => {
    const code = codes.get(value);
    return {
      value,
      on: chosen.includes(value),
      inView: code === undefined ? 0 : (counts.inView[code] ?? 0),
      everywhere: code === undefined ? 0 : (counts.everywhere[code] ?? 0),
    };
  });
  const longest = Math.max(1, ...rows.map((row) => row.inView));
  const rank = (value: string): number => (declared.includes(value) ? declared.indexOf(value) : declared.length);
  const byCode = attribute?.format === 'district';
  const compare = (a: (typeof rows)[number], b: (typeof rows)[number]): number => {
    if (declared.length > 0) return rank(a.value) - rank(b.value);
    return byCode
      ? a.value.localeCompare(b.value)
      : b.inView - a.inView || b.everywhere - a.everywhere || a.value.localeCompare(b.value);
  };
  return rows
    .filter((row) => row.on || row.everywhere > 0)
    .sort(compare)
    .map((row) => ({ ...row, share: row.inView / longest }));
}

/** The first `most` bars, and any further ones that the filter names. */
export function shortened(bars: readonly Bar[], most: number): readonly Bar[] {
  return bars.filter((bar, index) => index < most || bar.on);
}

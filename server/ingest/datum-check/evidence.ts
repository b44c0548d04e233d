/**
 * How well places fit what is known of the ground, read in one datum or another. GCJ-02 and BD-09 lie some 500 m and
 * 1,000 m off: that puts places into the sea, across borders, off the roads, and away from where they were before.
 */
import { READINGS, type Reading } from '../datum.ts';
import type { Sample } from './samples.ts';

/** What places are compared with. */
export type GroundKind = 'sea' | 'codes' | 'borders' | 'roads' | 'same';

export type ByReading<T> = Readonly<Record<Reading, T>>;

export interface Evidence {
  readonly kind: GroundKind;
  /** Share of the places that fit, by cells of the ground: many places of one street count once. */
  readonly fitting: ByReading<number>;
  /** By how much a reading fits better than another: a logarithm of likelihoods, below 0 where it fits worse. */
  readonly support: (reading: Reading, than: Reading) => number;
}

/** Some 500 m: places in one cell say the same. */
const CELL_DEG = 0.005;
/** No single kind of evidence says more than this, however many places there are: they share their errors. */
const MOST_SUPPORT = 15;

/** Some 2 km: more than the datums differ by, so that what one shift says of one place is said once. */
const BLOCK_DEG = 0.02;

/** Shares of places that fit, of one cell of the ground. */
type Cell = ByReading<number>;

/** A cell, and the block that it lies in. */
interface PlacedCell extends Cell {
  readonly block: string;
}

/** @param fits whether a place fits in a reading; null where nothing can be said of it */
function cellsOf(
  samples: readonly Sample[],
  fits: (sample: Sample, index: number, reading: Reading) => boolean | null,
): readonly PlacedCell[] {
  const cells = new Map<string, { count: number; readonly block: string; readonly fitting: Record<Reading, number> }>();
  samples.forEach((sample, index) => {
    const told = READINGS.map((reading) => fits(sample, index, reading));
    if (told.includes(null)) return;
    const key = squareOf(sample, CELL_DEG);
    let cell = cells.get(key);
    if (cell === undefined) {
      cell = { count: 0, block: squareOf(sample, BLOCK_DEG), fitting: { wgs84: 0, gcj02: 0, bd09: 0 } };
      cells.set(key, cell);
    }
    cell.count += 1;
    for (const [r, reading] of READINGS.entries()) if (told[r] === true) cell.fitting[reading] += 1;
  });
  return [...cells.values()].map(({ count, block, fitting }) => ({
    ...byReading((reading) => fitting[reading] / count),
    block,
  }));
}

function squareOf({ lon, lat }: Sample, sizeDeg: number): string {
  return `${Math.floor(lon / sizeDeg)} ${Math.floor(lat / sizeDeg)}`;
}

export function byReading<T>(of: (reading: Reading) => T): ByReading<T> {
  return { wgs84: of('wgs84'), gcj02: of('gcj02'), bd09: of('bd09') };
}

function meanOf(cells: readonly Cell[]): ByReading<number> {
  return byReading((reading) => cells.reduce((sum, cell) => sum + cell[reading], 0) / Math.max(1, cells.length));
}

/**
 * Distances to lines or places within which a reading fits, and the share of places that lie so near to them by chance.
 * Data of one survey fit to a few metres, generalised borders to a hundred.
 */
const NEAR: readonly { readonly metres: number; readonly byChance: number }[] = [
  { metres: 5, byChance: 0.05 },
  { metres: 30, byChance: 0.2 },
  { metres: 120, byChance: 0.5 },
];

/**
 * Evidence by distances to what is known.
 * @param distanceM of each sample by reading; NaN where there is nothing to compare with
 */
export function byDistance(
  kind: GroundKind,
  samples: readonly Sample[],
  distanceM: ByReading<Float64Array>,
  { least = 0.5, most = MOST_SUPPORT }: { readonly least?: number; readonly most?: number } = {},
): Evidence | null {
  const known = samples.some((_, i) => !Number.isNaN(distanceM.wgs84[i]));
  if (!known) return null;
  const levels = NEAR.map(({ metres, byChance }) => {
    const cells = cellsOf(samples, (_, i, reading) => {
      const m = distanceM[reading][i] as number;
      return Number.isNaN(m) ? null : m <= metres;
    });
    return { byChance, count: cells.length, fitting: meanOf(cells) };
  });
  const supportAt = (
    { byChance, count, fitting }: (typeof levels)[number],
    reading: Reading,
    than: Reading,
  ): number => {
    if (fitting[reading] < fitting[than]) return -supportOf({ byChance, count, fitting }, than, reading, least);
    return supportOf({ byChance, count, fitting }, reading, than, least);
  };
  const best = (reading: Reading, than: Reading): { readonly level: (typeof levels)[number]; readonly value: number } =>
    levels
      .map((level) => ({ level, value: supportAt(level, reading, than) }))
      .reduce((a, b) => (Math.abs(b.value) > Math.abs(a.value) ? b : a));
  const told = READINGS.flatMap((a) => READINGS.map((b) => best(a, b))).reduce((a, b) => (b.value > a.value ? b : a));
  return { kind, fitting: told.level.fitting, support: (reading, than) => capped(best(reading, than).value, most) };
}

/** How unlikely it is that a share lies so near by chance. */
function supportOf(
  { byChance, count, fitting }: { readonly byChance: number; readonly count: number; readonly fitting: Cell },
  reading: Reading,
  than: Reading,
  least: number,
): number {
  const others = READINGS.filter((each) => each !== reading).map((each) => fitting[each]);
  const chance = Math.max(byChance, fitting[than], others.reduce((sum, share) => sum + share, 0) / others.length);
  const share = Math.min(0.99, fitting[reading]);
  if (share < least || share - fitting[than] < 0.25 || share <= chance) return 0;
  return count * (share * Math.log(share / chance) + (1 - share) * Math.log((1 - share) / (1 - chance)));
}

/** What a cell says that fits in one reading and not in the other. */
const SEA = { perCell: 2, mostOff: 0.7, mostPerBlock: 1 } as const;
const CODES = { perCell: 2.5, mostOff: 1, mostPerBlock: Infinity } as const;

/** Evidence by places that do not fit: those in the sea, or outside the area whose code they have. */
export function byMisfits(
  kind: 'sea' | 'codes',
  samples: readonly Sample[],
  fits: (sample: Sample, index: number, reading: Reading) => boolean | null,
): Evidence | null {
  const cells = cellsOf(samples, fits);
  if (cells.length === 0) return null;
  const fitting = meanOf(cells);
  const { perCell, mostOff, mostPerBlock } = kind === 'sea' ? SEA : CODES;
  // Every place of one harbour is moved onto the land by one and the same shift, right or wrong.
  const cellsBetter = (reading: Reading, than: Reading): number => {
    const byBlock = new Map<string, number>();
    for (const cell of cells)
      byBlock.set(cell.block, (byBlock.get(cell.block) ?? 0) + Math.max(0, cell[reading] - cell[than]));
    return [...byBlock.values()].reduce((sum, value) => sum + Math.min(value, mostPerBlock), 0);
  };
  const support = (reading: Reading, than: Reading): number => {
    const better = cellsBetter(reading, than);
    const worse = cellsBetter(than, reading);
    if (worse > better) return -support(than, reading);
    const [off, offThan] = [1 - fitting[reading], 1 - fitting[than]];
    // What lies in the sea for the most part belongs there. Where few fit either way, codes and areas are of two kinds.
    if (worse * 4 > better || off * 3 > offThan || offThan > mostOff) return 0;
    return (better - worse) * perCell;
  };
  return { kind, fitting, support: (reading, than) => capped(support(reading, than), MOST_SUPPORT) };
}

function capped(value: number, most: number): number {
  return Math.max(-most, Math.min(most, value));
}

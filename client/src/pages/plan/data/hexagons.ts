/**
 * The city in hexagons or subdistricts, for maps on which a cell is smaller than a dot: what share of their people is
 * not served.
 */
import { rgb } from '../../../features/casedata/colors.ts';
import { hexagonAt, hexagonCentre } from '../../../format/hexagon.ts';
import type { Theme } from '../../../state/types.ts';
import type { Cells, CellShape } from './cells.ts';

/** Cells are drawn from this zoom level on. */
export const CELLS_FROM_ZOOM = 11;

export interface Units {
  readonly count: number;
  /** By cell. */
  readonly of: Uint32Array;
}

export interface Hexagons extends Units {
  readonly shape: CellShape;
  /** Degrees, pairs: centres. */
  readonly lonLat: Float64Array;
}

const METRES_PER_DEGREE = 111_320;

/** Hexagons with a corner in the north, whose corners are `radiusM` from their centre. Only those with cells. */
export function hexagonsOf({ count, lonLat }: Cells, radiusM: number): Hexagons {
  const [lon0, lat0] = [lonLat[0] ?? 0, lonLat[1] ?? 0];
  const metresPerLon = METRES_PER_DEGREE * Math.cos((lat0 * Math.PI) / 180);
  const numbers = new Map<string, number>();
  const centres: number[] = [];
  const of = new Uint32Array(count);
  for (let cell = 0; cell < count; cell += 1) {
    const x = ((lonLat[2 * cell] as number) - lon0) * metresPerLon;
    const y = ((lonLat[2 * cell + 1] as number) - lat0) * METRES_PER_DEGREE;
    const hexagon = hexagonAt(x, y, radiusM);
    const key = `${String(hexagon.column)} ${String(hexagon.line)}`;
    let number = numbers.get(key);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(key, number);
      const [east, north] = hexagonCentre(hexagon, radiusM);
      centres.push(lon0 + east / metresPerLon, lat0 + north / METRES_PER_DEGREE);
    }
    of[cell] = number;
  }
  const vertices = Array.from({ length: 6 }, (_, k): [number, number] => {
    const angle = ((60 * k + 30) * Math.PI) / 180;
    return [Math.cos(angle), Math.sin(angle)];
  });
  return { shape: { radiusM, vertices }, count: numbers.size, lonLat: Float64Array.from(centres), of };
}

/** Far enough out, larger hexagons: at both levels they are some twenty pixels wide. */
export function hexagonRadiusM(zoom: number): number {
  return zoom < 9.5 ? 1500 : 750;
}

/** In the order of the cells' header; the last holds what is in none. */
export function subdistrictsOf({ header: { subdistricts }, subdistrict }: Cells): Units {
  const none = subdistricts.length;
  return { count: none + 1, of: Uint32Array.from(subdistrict, (index) => (index < 0 ? none : index)) };
}

/** What a cell is in: `unserved` people, and all that the share is of. */
export type ServedOf = (cell: number) => 'served' | 'unserved' | 'neither';

export interface ShareSums {
  readonly people: Float64Array;
  readonly unserved: Float64Array;
}

export function sumsOf({ count, of }: Units, { people }: Cells, servedOf: ServedOf): ShareSums {
  const sums = { people: new Float64Array(count), unserved: new Float64Array(count) };
  for (let cell = 0; cell < of.length; cell += 1) {
    const kind = servedOf(cell);
    if (kind === 'neither') continue;
    const at = of[cell] as number;
    sums.people[at] = (sums.people[at] as number) + (people[cell] as number);
    if (kind === 'unserved') sums.unserved[at] = (sums.unserved[at] as number) + (people[cell] as number);
  }
  return sums;
}

/** A class takes shares above that of the class before, up to and including `upTo`. */
export const SHARE_LIMITS: readonly number[] = [0.2, 0.4, 0.6, 0.8, 1];

/** Orange to brown, as in all views of those who are not served; on the dark theme most is lightest. */
const SHARE_COLORS: Readonly<Record<Theme, readonly string[]>> = {
  light: ['#fbead1', '#f5c88f', '#e09a55', '#bd692b', '#7f3a12'],
  dark: ['#43352a', '#70482a', '#a8672f', '#dc9a55', '#ffe0b8'],
};
/** Where nobody lives. */
const NOBODY: Readonly<Record<Theme, string>> = { light: '#dcdedb', dark: '#39434a' };

export function nobodyColor(theme: Theme): string {
  return NOBODY[theme];
}

export function shareColors(theme: Theme): readonly string[] {
  return SHARE_COLORS[theme];
}

export function shareClassOf(share: number): number {
  const k = SHARE_LIMITS.findIndex((limit) => share <= limit);
  return k < 0 ? SHARE_LIMITS.length - 1 : k;
}

/** Of a unit of so many people; grey where nobody lives. */
function shareColor(people: number, unserved: number, theme: Theme): string {
  return people === 0 ? NOBODY[theme] : (SHARE_COLORS[theme][shareClassOf(unserved / people)] ?? NOBODY[theme]);
}

/** Colours by code. Those without any chosen cell are faded. */
export function subdistrictColors(
  { people, unserved }: ShareSums,
  { header: { subdistricts } }: Cells,
  { of }: Units,
  chosen: Uint8Array | null,
  theme: Theme,
): Readonly<Record<string, string>> {
  const lit = new Set(chosen === null ? subdistricts.keys() : of.filter((_, cell) => chosen[cell] === 1));
  const faded = FADED.toString(16).padStart(2, '0');
  return Object.fromEntries(
    subdistricts.map((code, k) => {
      const color = shareColor(people[k] as number, unserved[k] as number, theme);
      return [code, lit.has(k) ? color : color + faded];
    }),
  );
}

const ALPHA = 215;
const FADED = 60;

/** Four bytes a hexagon. Those without any chosen cell are faded. */
export function paintShares(
  { people, unserved }: ShareSums,
  { of }: Hexagons,
  chosen: Uint8Array | null,
  theme: Theme,
): Uint8Array {
  const out = new Uint8Array(4 * people.length);
  for (let k = 0; k < people.length; k += 1) {
    const color = shareColor(people[k] as number, unserved[k] as number, theme);
    out.set([...rgb(color), chosen === null ? ALPHA : FADED], 4 * k);
  }
  if (chosen !== null)
    for (let cell = 0; cell < of.length; cell += 1) if (chosen[cell] === 1) out[4 * (of[cell] as number) + 3] = ALPHA;
  return out;
}

/** People who are not served, by class of the hexagon that they live in. */
export function unservedInClasses({ people, unserved }: ShareSums): readonly number[] {
  const sums = SHARE_LIMITS.map(() => 0);
  for (let k = 0; k < people.length; k += 1) {
    if ((people[k] as number) === 0) continue;
    const at = shareClassOf((unserved[k] as number) / (people[k] as number));
    sums[at] = (sums[at] as number) + (unserved[k] as number);
  }
  return sums;
}

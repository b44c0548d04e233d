/** Zones as the map shows them: which cell is in which, and colours that tell neighbours apart. */
import type { DistrictsResult } from '../../../../../tiles/api/districts.ts';
import type { Theme } from '../../../state/types.ts';
import type { Cells } from '../data/cells.ts';
import { hexagonsOf } from '../data/hexagons.ts';
import { outlineOf, type Outline } from '../data/outline.ts';
import { NO_CLASS } from '../data/painting.ts';

export interface Zones {
  /** Index into `zones` of the result by cell; -1 for none. */
  readonly zoneOf: Int32Array;
  /** Index into the colours by zone. */
  readonly colorOf: Uint8Array;
}

/**
 * Muted, and different in lightness too, so that neighbours are told apart by every kind of colour vision. Blue and
 * orange mean served and not served on this page; zones say neither.
 */
export const ZONE_COLORS: Readonly<Record<Theme, readonly string[]>> = {
  light: ['#7fbf9b', '#c9a9d6', '#e6d690', '#8fa3a6', '#d9a3a3', '#5d8f76', '#9c7fb0'],
  dark: ['#3f7f60', '#7d5f92', '#9c8c3f', '#56696c', '#8f5757', '#8fc4a6', '#b79cc9'],
};

/** Null where the answer lists other cells than there are. */
export function zonesOf({ zones, allocation }: DistrictsResult, cells: Cells): Zones | null {
  if (allocation?.length !== cells.count) return null;
  const index = new Map(zones.map(({ id }, k) => [id, k]));
  const zoneOf = Int32Array.from(allocation, ({ facility }) => index.get(facility ?? '') ?? -1);
  return { zoneOf, colorOf: colorsOf(neighboursOf(zoneOf, zones.length, cells), ZONE_COLORS.light.length) };
}

/** Index of its colour by cell. */
export function zoneClasses({ zoneOf, colorOf }: Zones): Uint8Array {
  return Uint8Array.from(zoneOf, (zone) => (zone < 0 ? NO_CLASS : (colorOf[zone] as number)));
}

/** Cells of each zone, ascending. */
export function cellsOfZones({ zoneOf }: Zones, count: number): number[][] {
  const sets = Array.from({ length: count }, (): number[] => []);
  zoneOf.forEach((zone, cell) => sets[zone]?.push(cell));
  return sets;
}

export function zoneOutline(zones: Zones, count: number, cells: Cells): Outline {
  return outlineOf(cells, cellsOfZones(zones, count));
}

/** Metres: zones that come within one hexagon of this radius are told apart, whether they touch or not. */
const NEAR_M = 2000;

/** By zone those that are near it: where people live scattered, zones beside each other need not touch. */
function neighboursOf(zoneOf: Int32Array, count: number, cells: Cells): Set<number>[] {
  const neighbours = Array.from({ length: count }, () => new Set<number>());
  const { of, count: hexagons } = hexagonsOf(cells, NEAR_M);
  const inHexagon = Array.from({ length: hexagons }, () => new Set<number>());
  zoneOf.forEach((zone, cell) => {
    if (zone >= 0) inHexagon[of[cell] as number]?.add(zone);
  });
  for (const zones of inHexagon)
    for (const zone of zones) for (const other of zones) if (other !== zone) neighbours[zone]?.add(other);
  return neighbours;
}

/**
 * Those with most neighbours first (Welsh, Powell 1967), each in the colour that fewest of its neighbours have, and of
 * such the one that fewest zones have.
 */
export function colorsOf(neighbours: readonly ReadonlySet<number>[], colors: number): Uint8Array {
  const colorOf = new Uint8Array(neighbours.length).fill(NO_CLASS);
  const used = new Uint32Array(colors);
  const order = [...neighbours.keys()].sort((a, b) => (neighbours[b]?.size ?? 0) - (neighbours[a]?.size ?? 0) || a - b);
  for (const zone of order) {
    const taken = new Uint32Array(colors);
    for (const other of neighbours[zone] ?? []) {
      const color = colorOf[other] as number;
      if (color < colors) taken[color] = (taken[color] as number) + 1;
    }
    let best = 0;
    for (let color = 1; color < colors; color += 1) {
      const more = (taken[color] as number) - (taken[best] as number);
      if (more < 0 || (more === 0 && (used[color] as number) < (used[best] as number))) best = color;
    }
    colorOf[zone] = best;
    used[best] = (used[best] as number) + 1;
  }
  return colorOf;
}

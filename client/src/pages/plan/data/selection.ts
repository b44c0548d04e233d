/** The selection, shared by map, tables and charts. */
import type { GapArea } from '../../../../../tiles/api/measure-results.ts';
import type { Cells } from './cells.ts';
import type { Coverage } from './coverage.ts';

export type Selected =
  | { readonly kind: 'facility'; readonly id: string }
  /** A street that the scenario changes, or an area that it shuts. */
  | { readonly kind: 'street'; readonly id: string }
  /** `area` as the answer gave it: ranks change with every answer. */
  | { readonly kind: 'gap'; readonly area: GapArea }
  | { readonly kind: 'cell'; readonly cell: number }
  /** Index into the districts or subdistricts of the cells' header. */
  | { readonly kind: 'group'; readonly by: 'district' | 'subdistrict'; readonly index: number }
  /** Cells behind a figure, with the words that name it. */
  | {
      readonly kind: 'cells';
      readonly title: string;
      readonly ranges: readonly (readonly [from: number, to: number])[];
    }
  /**
   * Cells that need more than `fromS` and at most `toS` seconds; from 0 also those that need no time. A bar of a chart.
   */
  | { readonly kind: 'band'; readonly fromS: number; readonly toS: number };

/** 1 for each selected cell; null where the selection has no cells. */
export function chosenCells(selected: Selected | null, cells: Cells, coverage: Coverage | null): Uint8Array | null {
  if (selected === null || selected.kind === 'street') return null;
  const chosen = new Uint8Array(cells.count);
  switch (selected.kind) {
    case 'cell':
      chosen[selected.cell] = 1;
      return chosen;
    case 'gap':
      for (const cell of selected.area.cells) chosen[cell] = 1;
      return chosen;
    case 'group': {
      const group = cells[selected.by];
      for (let cell = 0; cell < cells.count; cell += 1) if (group[cell] === selected.index) chosen[cell] = 1;
      return chosen;
    }
    case 'cells':
      for (const [from, to] of selected.ranges) chosen.fill(1, from, to);
      return chosen;
    case 'band':
      if (coverage === null) return null;
      for (let cell = 0; cell < cells.count; cell += 1)
        if (
          ((coverage.cost[cell] as number) > selected.fromS || selected.fromS === 0) &&
          (coverage.cost[cell] as number) <= selected.toS
        )
          chosen[cell] = 1;
      return chosen;
    case 'facility': {
      const index = coverage?.facilities.findIndex(({ id }) => id === selected.id) ?? -1;
      if (coverage === null || index < 0) return null;
      for (let cell = 0; cell < cells.count; cell += 1) if (coverage.nearest[cell] === index) chosen[cell] = 1;
      return chosen;
    }
  }
}

export interface Figures {
  readonly cells: number;
  readonly people: number;
  readonly areaM2: number;
  readonly peopleWithin: number;
  readonly areaM2Within: number;
}

export function figuresOf(chosen: Uint8Array, cells: Cells, cost: Float32Array, withinS: number): Figures {
  let [count, people, areaM2, peopleWithin, areaM2Within] = [0, 0, 0, 0, 0];
  for (let cell = 0; cell < chosen.length; cell += 1) {
    if (chosen[cell] === 0) continue;
    count += 1;
    people += cells.people[cell] as number;
    areaM2 += cells.areaM2[cell] as number;
    if ((cost[cell] as number) > withinS) continue;
    peopleWithin += cells.people[cell] as number;
    areaM2Within += cells.areaM2[cell] as number;
  }
  return { cells: count, people, areaM2, peopleWithin, areaM2Within };
}

/** West, south, east, north of the chosen cells; null for none. */
export function boundsOf(chosen: Uint8Array, { lonLat }: Cells): [number, number, number, number] | null {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let cell = 0; cell < chosen.length; cell += 1) {
    if (chosen[cell] === 0) continue;
    const [lon, lat] = [lonLat[2 * cell] as number, lonLat[2 * cell + 1] as number];
    west = Math.min(west, lon);
    east = Math.max(east, lon);
    south = Math.min(south, lat);
    north = Math.max(north, lat);
  }
  return west === Infinity ? null : [west, south, east, north];
}

/** Index of the cell around a place, -1 outside: the nearest centre, as far as a cell reaches. */
export function cellAt({ lonLat, count }: Cells, lon: number, lat: number, reachM: number): number {
  const metresPerLat = 111_320;
  const metresPerLon = metresPerLat * Math.cos((lat * Math.PI) / 180);
  let [best, bestM2] = [-1, reachM * reachM];
  for (let cell = 0; cell < count; cell += 1) {
    const dx = ((lonLat[2 * cell] as number) - lon) * metresPerLon;
    const dy = ((lonLat[2 * cell + 1] as number) - lat) * metresPerLat;
    const m2 = dx * dx + dy * dy;
    if (m2 < bestM2) [best, bestM2] = [cell, m2];
  }
  return best;
}

export interface Arcs {
  readonly count: number;
  /** Longitude and latitude in degrees, in pairs. */
  readonly from: Float64Array;
  readonly to: Float64Array;
  /** Cells left out, which hold the fewest people. */
  readonly leftOut: number;
}

/** More lines than this hide each other. */
export const MOST_ARCS = 40;

export function arcsOf(chosen: Uint8Array, cells: Cells, { nearest, facilities }: Coverage, most = MOST_ARCS): Arcs {
  const found: number[] = [];
  for (let cell = 0; cell < chosen.length; cell += 1)
    if (chosen[cell] === 1 && (nearest[cell] as number) >= 0 && (cells.people[cell] as number) > 0) found.push(cell);
  const kept =
    found.length <= most
      ? found
      : found.sort((a, b) => (cells.people[b] as number) - (cells.people[a] as number)).slice(0, most);
  const [from, to] = [new Float64Array(2 * kept.length), new Float64Array(2 * kept.length)];
  kept.forEach((cell, k) => {
    const facility = facilities[nearest[cell] as number];
    from[2 * k] = cells.lonLat[2 * cell] as number;
    from[2 * k + 1] = cells.lonLat[2 * cell + 1] as number;
    to[2 * k] = facility?.lon ?? NaN;
    to[2 * k + 1] = facility?.lat ?? NaN;
  });
  return { count: kept.length, from, to, leftOut: found.length - kept.length };
}

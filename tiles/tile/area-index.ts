import type { GeoJSONGeometry } from '../api/wire.ts';
import { metresPerDegree, polygonsOf } from './spheroid.ts';

interface Indexed {
  /** Edges as x0, y0, x1, y1 …, by row of the grid that they touch, from `firstRow` on. */
  readonly rows: readonly (readonly number[])[];
  readonly firstRow: number;
}

export interface AreaIndex {
  /** Index of the area a point lies in, -1 outside of all. Areas must not overlap. */
  locate(lon: number, lat: number): number;
  /** Whether no area's edge lies within `marginM` of the point. */
  isClear(lon: number, lat: number): boolean;
}

export interface AreaIndexOptions {
  readonly cellDeg?: number;
  readonly marginM?: number;
}

const MIXED = -2;
const OUTSIDE = -1;

/**
 * A uniform grid over polygons that do not overlap. A cell that no edge comes near answers by itself; in the others the
 * few edges of the cell's row decide. Built once, then about a million lookups a second.
 */
export function createAreaIndex(
  geometries: readonly GeoJSONGeometry[],
  { cellDeg = 0.01, marginM = 10 }: AreaIndexOptions = {},
): AreaIndex {
  const rings = geometries.map((geometry) => polygonsOf(geometry).flat());
  const bounds = boundsOf(rings.flat());
  const west = bounds.west - cellDeg,
    south = bounds.south - cellDeg;
  const columns = Math.ceil((bounds.east - west) / cellDeg) + 1;
  const rowCount = Math.ceil((bounds.north - south) / cellDeg) + 1;
  const scale = metresPerDegree((bounds.south + bounds.north) / 2);
  const padX = (marginM / scale.lon) * 1.01,
    padY = (marginM / scale.lat) * 1.01;
  const rowOf = (lat: number): number => Math.floor((lat - south) / cellDeg);
  const columnOf = (lon: number): number => Math.floor((lon - west) / cellDeg);

  const cells = new Int16Array(columns * rowCount).fill(OUTSIDE);
  const edgesOf = new Map<number, number[]>();
  const candidates = new Map<number, number[]>();
  const areas = rings.map((list, area) => indexArea(list, area));

  function indexArea(list: readonly (readonly (readonly number[])[])[], area: number): Indexed {
    const extent = boundsOf(list);
    const firstRow = rowOf(extent.south);
    const rows: number[][] = Array.from({ length: rowOf(extent.north) - firstRow + 1 }, () => []);
    for (const ring of list) {
      for (let i = 1; i < ring.length; i += 1) {
        const [x0, y0] = ring[i - 1] as [number, number];
        const [x1, y1] = ring[i] as [number, number];
        for (let row = rowOf(Math.min(y0, y1)); row <= rowOf(Math.max(y0, y1)); row += 1)
          rows[row - firstRow]?.push(x0, y0, x1, y1);
        markCells(x0, y0, x1, y1, area);
      }
    }
    return { rows, firstRow };
  }

  function markCells(x0: number, y0: number, x1: number, y1: number, area: number): void {
    for (let row = rowOf(Math.min(y0, y1) - padY); row <= rowOf(Math.max(y0, y1) + padY); row += 1) {
      // Only where the edge passes this row: a long slanted edge must not claim its whole bounding box.
      const bottom = south + row * cellDeg - padY,
        top = south + (row + 1) * cellDeg + padY;
      const xAt = (y: number): number => x0 + Math.max(0, Math.min(1, (y - y0) / (y1 - y0))) * (x1 - x0);
      const xs = y0 === y1 ? [x0, x1] : [xAt(bottom), xAt(top)];
      const to = columnOf(Math.max(...xs) + padX);
      for (let column = columnOf(Math.min(...xs) - padX); column <= to; column += 1) {
        const cell = row * columns + column;
        cells[cell] = MIXED;
        push(edgesOf, cell, x0, y0, x1, y1);
        if (candidates.get(cell)?.includes(area) !== true) push(candidates, cell, area);
      }
    }
  }

  function contains(area: number, lon: number, lat: number): boolean {
    const { rows, firstRow } = areas[area] as Indexed;
    const edges = rows[rowOf(lat) - firstRow];
    if (!edges) return false;
    let inside = false;
    for (let i = 0; i < edges.length; i += 4) {
      const y0 = edges[i + 1] as number,
        y1 = edges[i + 3] as number;
      if (y0 > lat === y1 > lat) continue;
      const x0 = edges[i] as number,
        x1 = edges[i + 2] as number;
      if (x0 + ((lat - y0) / (y1 - y0)) * (x1 - x0) < lon) inside = !inside;
    }
    return inside;
  }

  // Along a row the label changes only across cells with edges.
  for (let row = 0; row < rowCount; row += 1) {
    let label = OUTSIDE;
    let known = true;
    for (let column = 0; column < columns; column += 1) {
      const cell = row * columns + column;
      if (cells[cell] === MIXED) {
        known = false;
        continue;
      }
      if (!known) {
        const lon = west + (column + 0.5) * cellDeg,
          lat = south + (row + 0.5) * cellDeg;
        label = areas.findIndex((_, area) => contains(area, lon, lat));
        known = true;
      }
      cells[cell] = label;
    }
  }

  const cellAt = (lon: number, lat: number): number => {
    const column = columnOf(lon),
      row = rowOf(lat);
    return column < 0 || row < 0 || column >= columns || row >= rowCount ? -1 : row * columns + column;
  };

  return {
    locate(lon, lat) {
      const cell = cellAt(lon, lat);
      const label = cells[cell] ?? OUTSIDE;
      if (label !== MIXED) return label;
      return (candidates.get(cell) ?? []).find((area) => contains(area, lon, lat)) ?? OUTSIDE;
    },
    isClear(lon, lat) {
      const edges = edgesOf.get(cellAt(lon, lat));
      if (!edges) return true;
      for (let i = 0; i < edges.length; i += 4) {
        const x0 = ((edges[i] as number) - lon) * scale.lon,
          y0 = ((edges[i + 1] as number) - lat) * scale.lat;
        const dx = ((edges[i + 2] as number) - (edges[i] as number)) * scale.lon,
          dy = ((edges[i + 3] as number) - (edges[i + 1] as number)) * scale.lat;
        const t = Math.max(0, Math.min(1, -(x0 * dx + y0 * dy) / (dx * dx + dy * dy || 1)));
        if (Math.hypot(x0 + t * dx, y0 + t * dy) < marginM) return false;
      }
      return true;
    },
  };
}

function push(map: Map<number, number[]>, key: number, ...values: number[]): void {
  const list = map.get(key);
  if (list) list.push(...values);
  else map.set(key, values);
}

function boundsOf(rings: readonly (readonly (readonly number[])[])[]): {
  west: number;
  south: number;
  east: number;
  north: number;
} {
  const bounds = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity };
  for (const ring of rings) {
    for (const [lon, lat] of ring as readonly [number, number][]) {
      bounds.west = Math.min(bounds.west, lon);
      bounds.east = Math.max(bounds.east, lon);
      bounds.south = Math.min(bounds.south, lat);
      bounds.north = Math.max(bounds.north, lat);
    }
  }
  return bounds;
}

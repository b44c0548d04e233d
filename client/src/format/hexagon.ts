/**
 * Hexagons with a corner to the north, tiling the Mercator plane from a fixed origin: a zoom level always has the same
 * hexagons, so that a link can name one. Lengths are shares of the world's width.
 */
import { round } from './geometry.ts';
import { latOf, lonOf, mercatorX, mercatorY } from './mercator.ts';
import { WORLD_PX } from './scale.ts';

/** Centre to corner on the screen, about. */
export const HEXAGON_PX = 34;

/** Centre to corner. */
export function hexagonRadius(zoom: number): number {
  return HEXAGON_PX / (WORLD_PX * 2 ** zoom);
}

export interface Hexagon {
  readonly column: number;
  readonly line: number;
}

/** The hexagon that holds a place. Any unit of length will do. */
export function hexagonAt(x: number, y: number, radius: number): Hexagon {
  const [across, down] = [x / (radius * Math.sqrt(3)), y / (radius * 1.5)];
  const line = Math.round(down);
  const column = Math.round(across - (line & 1) / 2);
  const offY = down - line;
  if (Math.abs(offY) * 3 <= 1) return { column, line };
  // Near the slanted sides the neighbour of the next line can be closer. Distances in common units: dx = √3, dy = 1.5.
  const offX = across - (column + (line & 1) / 2);
  const otherLine = line + Math.sign(offY);
  const otherColumn = Math.round(across - (otherLine & 1) / 2);
  const otherX = across - (otherColumn + (otherLine & 1) / 2);
  const otherY = down - otherLine;
  return 3 * offX * offX + 2.25 * offY * offY > 3 * otherX * otherX + 2.25 * otherY * otherY
    ? { column: otherColumn, line: otherLine }
    : { column, line };
}

export function hexagonCentre({ column, line }: Hexagon, radius: number): readonly [x: number, y: number] {
  return [(column + (line & 1) / 2) * radius * Math.sqrt(3), line * radius * 1.5];
}

/** Whether a place, in degrees, lies in the hexagon. */
export function isInHexagon({ column, line }: Hexagon, radius: number, lon: number, lat: number): boolean {
  const at = hexagonAt(mercatorX(lon), mercatorY(lat), radius);
  return at.column === column && at.line === line;
}

/** Metres, about, that coordinates of five decimals can be off; the outline is as much wider. */
const ROUNDING = 1e-5 / 360;
const DECIMALS = 6;

/** A closed ring in degrees around the hexagon, and no more than a metre beyond it. */
export function hexagonRing(hexagon: Hexagon, radius: number): readonly (readonly [lon: number, lat: number])[] {
  const [x, y] = hexagonCentre(hexagon, radius);
  const reach = radius + ROUNDING;
  const corners = [0, 1, 2, 3, 4, 5, 0].map((corner) => {
    const angle = (corner * Math.PI) / 3;
    return [x + reach * Math.sin(angle), y - reach * Math.cos(angle)] as const;
  });
  // A side that is straight on the map is not in degrees.
  const sides = corners.slice(1).flatMap(([toX, toY], index) => {
    const [fromX, fromY] = corners[index] ?? [toX, toY];
    return Array.from({ length: PARTS }, (_, part) => {
      const share = (part + 1) / PARTS;
      return [fromX + (toX - fromX) * share, fromY + (toY - fromY) * share] as const;
    });
  });
  const ring = sides.map(([east, south]) => [round(lonOf(east), DECIMALS), round(latOf(south), DECIMALS)] as const);
  return [...ring.slice(-1), ...ring];
}

const PARTS = 4;

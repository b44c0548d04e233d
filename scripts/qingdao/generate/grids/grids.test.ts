import { beforeAll, describe, expect, test } from 'vitest';
import { createLocalProjection } from '../network/local-projection.ts';
import type { GridCell, World } from '../types.ts';
import type { BaseWorld } from '../world/base.ts';
import { createBaseWorld } from '../world/create-base.ts';
import { areaM2, polygonsOf } from '../../../../tiles/tile/spheroid.ts';
import { isPartOf } from './compounds.ts';
import { buildGrids, GRID_DISTRICT } from './index.ts';

let base: BaseWorld;
let grids: World['grids'];

beforeAll(async () => {
  base = await createBaseWorld();
  grids = buildGrids(base);
});

const total = (cells: readonly GridCell[]): number => cells.reduce((sum, cell) => sum + areaM2(cell.geometry), 0);

/** Directed sides of the cells' rings. Where cells cover without gap or overlap, a side within has one each way. */
function sides(cells: readonly Pick<GridCell, 'geometry'>[]): Map<string, number> {
  const count = new Map<string, number>();
  for (const ring of cells.flatMap((cell) => polygonsOf(cell.geometry).flat())) {
    ring.slice(1).forEach((point, i) => {
      const side = `${ring[i]?.join(' ')} > ${point.join(' ')}`;
      count.set(side, (count.get(side) ?? 0) + 1);
    });
  }
  return count;
}

/** Sides without a counterpart the other way: the outline of all the cells together. */
function outlineOf(cells: readonly Pick<GridCell, 'geometry'>[]): Set<string> {
  const all = sides(cells);
  return new Set([...all.keys()].filter((side) => !all.has(side.split(' > ').reverse().join(' > '))));
}

function parentsOf(cells: readonly GridCell[]): Map<string, GridCell[]> {
  const map = new Map<string, GridCell[]>();
  for (const cell of cells) {
    const parent = cell.parent ?? cell.subdistrict;
    map.set(parent, [...(map.get(parent) ?? []), cell]);
  }
  return map;
}

/** Centre of gravity of the main polygon, in metres. */
function centre(cell: GridCell): { x: number; y: number } {
  const projection = createLocalProjection(120.37, 36.1);
  const ring = (polygonsOf(cell.geometry)[0]?.[0] ?? []).map(([lon = 0, lat = 0]) => ({
    x: projection.x(lon),
    y: projection.y(lat),
  }));
  let twice = 0,
    x = 0,
    y = 0;
  ring.slice(1).forEach((b, i) => {
    const a = ring[i] ?? b;
    const cross = a.x * b.y - b.x * a.y;
    twice += cross;
    x += (a.x + b.x) * cross;
    y += (a.y + b.y) * cross;
  });
  return { x: x / (3 * twice), y: y / (3 * twice) };
}

describe('the grids of 市北', () => {
  test('are 135 responsibility, 1,064 unit and 124 extension grids', () => {
    expect(grids.responsibility).toHaveLength(135);
    expect(grids.unit).toHaveLength(1064);
    expect(grids.extension).toHaveLength(124);
  });

  test('have unique 15-digit codes that begin with their subdistrict and contain their parent', () => {
    const all = [...grids.responsibility, ...grids.unit, ...grids.extension];
    expect(new Set(all.map((cell) => cell.code)).size).toBe(all.length);
    const subdistricts = new Set(
      base.subdistricts
        .filter((subdistrict) => subdistrict.district === GRID_DISTRICT)
        .map((subdistrict) => subdistrict.code),
    );
    for (const cell of all) {
      expect(cell.code).toMatch(/^370203\d{9}$/);
      expect(subdistricts).toContain(cell.subdistrict);
      expect(cell.code.slice(0, 9)).toBe(cell.subdistrict);
      if (cell.parent !== undefined) expect(cell.code.slice(0, 12)).toBe(cell.parent.slice(0, 12));
    }
    expect(new Set(grids.responsibility.map((cell) => cell.subdistrict))).toEqual(subdistricts);
  });

  test('cover the district: no side of a cell lies open but on the outline, none is used twice', () => {
    const subdistricts = base.subdistricts.filter((subdistrict) => subdistrict.district === GRID_DISTRICT);
    const district = subdistricts.reduce((sum, subdistrict) => sum + areaM2(subdistrict.geometry), 0);
    for (const cells of [grids.responsibility, grids.unit]) {
      expect([...sides(cells).values()].every((count) => count === 1)).toBe(true);
      expect(Math.abs(total(cells) / district - 1)).toBeLessThan(1e-6);
    }
    expect(outlineOf(grids.unit)).toEqual(outlineOf(grids.responsibility));
  });

  test('nest: the unit grids of a responsibility grid have its outline and its area', () => {
    const unitsOf = parentsOf(grids.unit);
    expect(unitsOf.size).toBe(135);
    for (const block of grids.responsibility) {
      const units = unitsOf.get(block.code) ?? [];
      expect(outlineOf(units)).toEqual(outlineOf([block]));
      expect(Math.abs(total(units) / total([block]) - 1)).toBeLessThan(1e-6);
    }
  });

  test('are simple rings, wound anticlockwise, of more than a courtyard', () => {
    for (const cell of [...grids.responsibility, ...grids.unit]) {
      for (const [ring = []] of polygonsOf(cell.geometry)) {
        expect(ring[0]).toEqual(ring[ring.length - 1]);
        const corners = ring.slice(1).map((point) => point.join(' '));
        expect(new Set(corners).size).toBe(corners.length);
      }
      expect(areaM2(cell.geometry)).toBeGreaterThan(2000);
    }
  });

  test('are numbered from 001 on, west to east and north to south: never back to the north-west', () => {
    for (const [cells, from] of [
      [grids.responsibility, 9],
      [grids.unit, 12],
    ] as const) {
      for (const siblings of parentsOf(cells).values()) {
        const numbers = siblings.map((cell) => Number(cell.code.slice(from, from + 3)));
        expect(numbers).toEqual(siblings.map((_, i) => i + 1));
        siblings.slice(1).forEach((cell, i) => {
          const before = centre(siblings[i] as GridCell),
            here = centre(cell);
          expect(here.x >= before.x - 0.5 || here.y <= before.y + 0.5, `${cell.code} follows its neighbour`).toBe(true);
        });
      }
    }
  });

  test('have extension grids of one to three whole unit grids', () => {
    const unitsOf = parentsOf(grids.unit);
    for (const compound of grids.extension) {
      const units = (unitsOf.get(compound.parent ?? '') ?? []).filter((unit) =>
        isPartOf(unit.geometry, compound.geometry),
      );
      expect(units.length).toBeGreaterThanOrEqual(1);
      expect(units.length).toBeLessThanOrEqual(3);
      expect(outlineOf(units)).toEqual(outlineOf([compound]));
    }
  });

  test('are the same when built again', () => {
    expect(buildGrids(base)).toEqual(grids);
  });
});

import { describe, expect, test } from 'vitest';
import { divide, readingOrder } from './divide.ts';
import { areaM2, createMesh, ringOf, type Mesh } from './mesh.ts';

/** A ring of metres around 市北. */
function ring(mesh: Mesh, points: readonly (readonly [number, number])[]): number[] {
  const degrees = points.map(([x, y]) => [mesh.projection.lon(x), mesh.projection.lat(y)]);
  return ringOf(mesh, [...degrees, degrees[0] ?? []]);
}

describe('dividing a ring', () => {
  const shapes = {
    'a square': [
      [0, 0],
      [1000, 0],
      [1000, 1000],
      [0, 1000],
    ],
    'a hook': [
      [0, 0],
      [1200, 0],
      [1200, 200],
      [200, 200],
      [200, 1000],
      [1200, 1000],
      [1200, 1200],
      [0, 1200],
    ],
    'a pier': [
      [0, 0],
      [1000, 0],
      [1000, 450],
      [2500, 460],
      [2500, 500],
      [1000, 510],
      [1000, 1000],
      [0, 1000],
    ],
  } as const;

  test.each(Object.entries(shapes))('%s gives as many cells as asked, whose areas add up to its own', (_, points) => {
    const mesh = createMesh(120.37, 36.1);
    const outer = ring(mesh, points);
    const { cells } = divide(mesh, outer, 17);
    expect(cells).toHaveLength(17);
    const areas = cells.map((cell) => areaM2(mesh, mesh.expand(cell)));
    expect(Math.min(...areas)).toBeGreaterThan(0);
    const total = areas.reduce((a, b) => a + b, 0);
    expect(total).toBeCloseTo(areaM2(mesh, mesh.expand(outer)), 0);
  });

  test('a square falls into cells of nearly one size', () => {
    const mesh = createMesh(120.37, 36.1);
    const { cells } = divide(mesh, ring(mesh, shapes['a square']), 8);
    for (const cell of cells) expect(areaM2(mesh, cell)).toBeCloseTo(125_000, -4);
  });

  test('a vertex that a cut sets on a shared side appears in both neighbours', () => {
    const mesh = createMesh(120.37, 36.1);
    const west = ring(mesh, [
      [0, 0],
      [500, 0],
      [500, 1000],
      [0, 1000],
    ]);
    const east = ring(mesh, [
      [500, 0],
      [1000, 0],
      [1000, 1000],
      [500, 1000],
    ]);
    divide(mesh, west, 4);
    const { cells } = divide(mesh, east, 5);
    const known = new Set(cells.flatMap((cell) => mesh.expand(cell)));
    const shared = mesh.expand(west).filter((v) => Math.abs(mesh.x(v) - 500) < 1);
    expect(shared.length).toBeGreaterThan(2);
    for (const vertex of shared) expect(known).toContain(vertex);
  });
});

test('reading order goes west to east within rows from north to south', () => {
  const at = (id: string, x: number, y: number): { id: string; x: number; y: number } => ({ id, x, y });
  const items = [at('d', 40, 0), at('b', 90, 95), at('a', 10, 100), at('c', 5, 20)];
  expect(readingOrder(items, 50).map((item) => item.id)).toEqual(['a', 'b', 'c', 'd']);
});

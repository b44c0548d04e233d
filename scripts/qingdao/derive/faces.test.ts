import { describe, expect, it } from 'vitest';
import { rasterize, SEA_LABEL } from './district-raster.ts';
import { nodeLines } from './node-lines.ts';
import { polygonize, signedArea } from './polygonize.ts';
import { segmentsOf, type Lattice } from './segments.ts';
import { traceBorders } from './trace-borders.ts';

const square = (x: number, y: number, size: number): Lattice[] => [
  [x, y],
  [x + size, y],
  [x + size, y + size],
  [x, y + size],
  [x, y],
];
const lines = (...all: Lattice[][]): ReturnType<typeof segmentsOf<null>> =>
  all.flatMap((line) => segmentsOf(line, null));

describe('splitting lines at their meetings', () => {
  it('splits crossings, touches and overlaps, and keeps one of equal pieces', () => {
    expect(
      nodeLines(
        lines(
          [
            [0, 0],
            [10, 10],
          ],
          [
            [0, 10],
            [10, 0],
          ],
        ),
      ),
    ).toHaveLength(4);
    expect(
      nodeLines(
        lines(
          [
            [0, 0],
            [10, 0],
          ],
          [
            [5, 0],
            [5, 5],
          ],
        ),
      ),
    ).toHaveLength(3);
    expect(
      nodeLines(
        lines(
          [
            [0, 0],
            [10, 0],
          ],
          [
            [5, 0],
            [15, 0],
          ],
        ),
      ),
    ).toHaveLength(3);
    expect(
      nodeLines(
        lines(
          [
            [0, 0],
            [10, 0],
          ],
          [
            [10, 0],
            [0, 0],
          ],
        ),
      ),
    ).toHaveLength(1);
  });

  it('rounds a crossing to the lattice', () => {
    const pieces = nodeLines(
      lines(
        [
          [0, 0],
          [3, 3],
        ],
        [
          [0, 4],
          [3, 1],
        ],
      ),
    );
    expect(
      pieces
        .map(({ a, b }) => [a, b])
        .flat()
        .every(([x, y]) => Number.isInteger(x) && Number.isInteger(y)),
    ).toBe(true);
  });
});

describe('faces of a plane cut by lines', () => {
  it('gives neighbours a common border and drops what bounds nothing', () => {
    const faces = polygonize(
      nodeLines(
        lines(
          square(0, 0, 10),
          [
            [5, -3],
            [5, 13],
          ],
          [
            [20, 20],
            [30, 30],
          ],
        ),
      ),
    );
    expect(faces.map((rings) => rings.map(signedArea))).toEqual([[50], [50]]);
  });

  it('gives an island to the face around it as a hole, and the island a face of its own', () => {
    const faces = polygonize(lines(square(0, 0, 100), square(10, 10, 10), square(12, 12, 4), square(50, 50, 20)));
    const areas = faces.map((rings) => rings.reduce((sum, ring) => sum + signedArea(ring), 0));
    expect(areas.sort((a, b) => a - b)).toEqual([16, 84, 400, 9500]);
    expect(faces.find((rings) => rings.length === 3)?.map((ring) => Math.sign(signedArea(ring)))).toEqual([1, -1, -1]);
  });

  it('makes a hole of an island that touches the shore in one point', () => {
    const faces = polygonize(
      nodeLines(
        lines(square(0, 0, 100), [
          [0, 50],
          [20, 40],
          [20, 60],
          [0, 50],
        ]),
      ),
    );
    expect(faces.map((rings) => rings.map(signedArea))).toEqual([[200], [10_000, -200]]);
  });

  it('cuts the line that ties an island to the shore', () => {
    const faces = polygonize(
      nodeLines(
        lines(square(0, 0, 100), square(40, 40, 10), [
          [0, 0],
          [40, 40],
        ]),
      ),
    );
    expect(faces.map((rings) => rings.length).sort()).toEqual([1, 2]);
  });
});

describe('districts as a raster', () => {
  const polygon = (w: number, s: number, e: number, n: number): number[][][] => [
    [
      [w, s],
      [e, s],
      [e, n],
      [w, n],
      [w, s],
    ],
  ];
  const raster = rasterize(
    [
      { label: 1, polygons: [polygon(0.2, 0.2, 0.5, 0.8)] },
      { label: 2, polygons: [polygon(0.45, 0.2, 0.8, 0.49), polygon(0.53, 0.5, 0.8, 0.8)] },
    ],
    { bounds: [0, 0, 1, 1], scale: 100, seaSeeds: [[0.01, 0.01]] },
  );
  const at = (lon: number, lat: number): number =>
    raster.labels[Math.floor(lat * 100) * 100 + Math.floor(lon * 100)] as number;

  it('gives an overlap to the first shape, and cells that a flood reaches to the sea', () => {
    expect([at(0.3, 0.3), at(0.47, 0.3), at(0.6, 0.3), at(0.05, 0.9)]).toEqual([1, 1, 2, SEA_LABEL]);
  });

  it('closes a gap that no flood reaches with the nearest land', () => {
    const closed = rasterize(
      [{ label: 1, polygons: [[...polygon(0.2, 0.2, 0.8, 0.8), ...polygon(0.4, 0.4, 0.6, 0.6)]] }],
      { bounds: [0, 0, 1, 1], scale: 50, seaSeeds: [[0.01, 0.01]] },
    );
    expect(closed.labels[25 * 50 + 25]).toBe(1);
  });

  it('traces borders from node to node, each once', () => {
    const borders = traceBorders(raster);
    const ends = borders.map((line) => [String(line[0]), String(line.at(-1))].sort().join(' – '));
    expect(borders.length).toBeGreaterThanOrEqual(3);
    expect(borders.every((line) => line.length > 2)).toBe(true);
    expect(ends).toHaveLength(borders.length);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { intersection } from '../network/segments.ts';
import { createRng } from '../world/rng.ts';
import { allFaces, cutBlocks } from './blocks.ts';
import { bestChord, faceAreaM2 } from './chord.ts';
import { takeLines } from './lines.ts';
import { createMesh, faceOf, splitEdge, splitFace, type Mesh } from './mesh.ts';
import { soundOneWays, strongParts } from './one-ways.ts';
import { layVillages } from './villages.ts';

/** A square of the given width, its sides the streets 0 to 3 from south to west, counter-clockwise. */
const square = (widthM: number): Mesh =>
  createMesh(
    [0, widthM, widthM, 0],
    [0, 0, widthM, widthM],
    [
      [0, 1, 0],
      [1, 2, 1],
      [2, 3, 2],
      [3, 0, 3],
    ],
  );
/** Half-edge of the square's inside that begins at its south-western corner. */
const INSIDE = 0;

const segments = ({ origin, x, y }: Mesh): [number, number, number, number][] =>
  Array.from({ length: origin.length / 2 }, (_, edge) => {
    const a = origin[2 * edge] as number,
      b = origin[2 * edge + 1] as number;
    return [x[a] as number, y[a] as number, x[b] as number, y[b] as number];
  });

function expectSound(mesh: Mesh): void {
  const { origin, next, prev } = mesh;
  origin.forEach((_, half) => {
    expect(prev[next[half] as number]).toBe(half);
    expect(origin[next[half] as number]).toBe(origin[half ^ 1]);
  });
  // Euler: a connected plane graph has two more nodes and faces than edges.
  expect(mesh.x.length - mesh.street.length + allFaces(mesh).length).toBe(2);
  expect(allFaces(mesh).filter((half) => faceAreaM2(mesh, faceOf(mesh, half)) < 0)).toHaveLength(1);
}

describe('the faces between streets', () => {
  it('lie on the left of their sides, and the outside goes around everything', () => {
    const mesh = square(100);
    expectSound(mesh);
    expect(faceAreaM2(mesh, faceOf(mesh, INSIDE))).toBe(10_000);
    expect(faceAreaM2(mesh, faceOf(mesh, INSIDE ^ 1))).toBe(-10_000);
  });

  it('stay sound when an edge is split, which both its faces see', () => {
    const mesh = square(100);
    const ahead = splitEdge(mesh, INSIDE, 40, 0);
    expectSound(mesh);
    expect(mesh.origin[ahead]).toBe(4);
    expect([INSIDE, INSIDE ^ 1].map((half) => faceOf(mesh, half).length)).toEqual([5, 5]);
    expect(mesh.street).toEqual([0, 1, 2, 3, 0]);
  });

  it('keep the direction in which a street is drawn, whichever side it is split from', () => {
    for (const half of [INSIDE, INSIDE ^ 1]) {
      const mesh = square(100);
      splitEdge(mesh, half, 40, 0);
      const pieces = segments(mesh).filter((_, edge) => mesh.street[edge] === 0);
      expect(pieces.every(([ax, , bx]) => bx > ax)).toBe(true);
    }
  });

  it('become two when a street is laid across, also over points between', () => {
    const mesh = square(100);
    splitFace(mesh, 0, 4, 9, [[60, 40]]);
    expectSound(mesh);
    expect([0, 4].map((half) => faceAreaM2(mesh, faceOf(mesh, half)))).toEqual([4000, 6000]);
  });

  it('may have streets that lead nowhere', () => {
    const mesh = createMesh(
      [0, 100, 100, 0, 50],
      [0, 0, 100, 100, 50],
      [
        [0, 1, 0],
        [1, 2, 1],
        [2, 3, 2],
        [3, 0, 3],
        [0, 4, 4],
      ],
    );
    splitEdge(mesh, 8, 25, 25);
    splitEdge(mesh, 9, 40, 40);
    expectSound(mesh);
    expect(faceOf(mesh, INSIDE)).toHaveLength(10);
  });
});

describe('blocks', () => {
  const options = (
    widthM: number,
    name: string,
    dry: (ax: number, ay: number, bx: number, by: number) => boolean = () => true,
  ) => {
    let street = 10;
    return { widthM: () => widthM, dry, rng: createRng(name), newStreet: () => (street += 1) };
  };

  it('are cut across their longer side', () => {
    const mesh = createMesh(
      [0, 400, 400, 0],
      [0, 0, 100, 100],
      [
        [0, 1, 0],
        [1, 2, 1],
        [2, 3, 2],
        [3, 0, 3],
      ],
    );
    const chord = bestChord(mesh, faceOf(mesh, INSIDE), 0.5, () => true);
    expect([chord?.from.x, chord?.to.x]).toEqual([200, 200]);
  });

  it('are cut until they are small enough, in a network that stays plane and whole', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
        const mesh = square(900);
        cutBlocks(mesh, allFaces(mesh), options(150, `blocks-${seed}`));
        expectSound(mesh);
        const areas = allFaces(mesh)
          .map((half) => faceAreaM2(mesh, faceOf(mesh, half)))
          .filter((area) => area > 0);
        expect(areas.reduce((sum, area) => sum + area, 0)).toBeCloseTo(810_000, 3);
        expect(Math.max(...areas)).toBeLessThan(150 ** 2 * 1.5 * 1.3 * 1.5);
        const all = segments(mesh);
        const crossing = all.flatMap((p, i) =>
          all.slice(i + 1).filter((q) => {
            const meeting = intersection(...p, ...q);
            return meeting !== null && [meeting.t, meeting.u].every((at) => at > 1e-6 && at < 1 - 1e-6);
          }),
        );
        expect(crossing).toEqual([]);
      }),
      { numRuns: 12, seed: 4 },
    );
  });

  it('are left whole where a street would run through water', () => {
    const mesh = square(400);
    const pond = (ax: number, ay: number, bx: number, by: number): boolean =>
      intersection(ax, ay, bx, by, 200, -1, 200, 401) === null &&
      intersection(ax, ay, bx, by, -1, 200, 401, 200) === null;
    cutBlocks(mesh, allFaces(mesh), options(100, 'pond', pond));
    expect(
      segments(mesh)
        .slice(4)
        .every((segment) => pond(...segment) || segment.includes(0) || segment.includes(400)),
    ).toBe(true);
    expectSound(mesh);
  });
});

describe('villages', () => {
  const village = (dry: (ax: number, ay: number, bx: number, by: number) => boolean) => {
    const mesh = square(2000);
    const laid = layVillages(mesh, {
      sites: [{ x: 1000, y: 30 }],
      rural: () => true,
      dry,
      newStreet: () => 7,
      rng: createRng('village'),
    });
    return { mesh, laid };
  };

  it('lie beside the nearest road on the side of their site, and are part of the network', () => {
    const { mesh, laid } = village(() => true);
    expect(laid).toBe(1);
    expectSound(mesh);
    const lanes = segments(mesh).filter((_, edge) => mesh.street[edge] === 7);
    expect(lanes.length).toBeGreaterThan(10);
    expect(lanes.some(([, ay]) => ay > 100)).toBe(true);
  });

  it('are not laid into the sea', () => {
    const { mesh, laid } = village(() => false);
    expect(laid).toBe(0);
    expect(mesh.street).toHaveLength(4);
  });
});

describe('lines between junctions', () => {
  // Two roads that cross in node 4, the first with a bend in node 5 and a road on to node 6.
  const cross = (): Mesh =>
    createMesh(
      [-100, 100, 0, 0, 0, 200, 300],
      [0, 0, -100, 100, 0, 50, 50],
      [
        [0, 4, 0],
        [4, 1, 0],
        [2, 4, 1],
        [4, 3, 1],
        [1, 5, 0],
        [5, 6, 0],
      ],
    );

  it('run over bends, in the direction in which they are drawn', () => {
    const { lines } = takeLines(cross(), () => false);
    expect(lines.map(({ nodes }) => nodes)).toEqual(
      expect.arrayContaining([
        [0, 4],
        [4, 1, 5, 6],
        [2, 4],
        [4, 3],
      ]),
    );
    expect(lines).toHaveLength(4);
  });

  it('pass over each other where a road is a bridge', () => {
    const { x, y, lines } = takeLines(cross(), (above) => above === 0);
    expect(lines.map(({ street, nodes }) => [street, nodes.length]).sort()).toEqual([
      [0, 5],
      [1, 3],
    ]);
    expect([x[7], y[7]]).toEqual([0, 0]);
  });

  it('do not join where one street ends against another’s direction', () => {
    const { lines } = takeLines(
      createMesh(
        [0, 100, 200],
        [0, 0, 0],
        [
          [0, 1, 0],
          [2, 1, 0],
        ],
      ),
      () => false,
    );
    expect(lines.map(({ nodes }) => nodes)).toEqual([
      [0, 1],
      [2, 1],
    ]);
  });

  it('hold closed streets once', () => {
    const { lines } = takeLines(square(100), () => false);
    expect(lines.reduce((sum, { nodes }) => sum + nodes.length - 1, 0)).toBe(4);
  });
});

describe('one-way streets', () => {
  it('stay where they lead around a block, and are opened where nobody could come back', () => {
    const ways = {
      nodeCount: 5,
      from: [0, 1, 2, 2, 3],
      to: [1, 2, 0, 3, 4],
      drivable: [true, true, true, true, true],
      oneWay: [true, true, true, true, false],
    };
    expect(soundOneWays(ways)).toEqual([true, true, true, false, false]);
  });

  it('mean nothing where nobody drives', () => {
    expect(soundOneWays({ nodeCount: 2, from: [0], to: [1], drivable: [false], oneWay: [true] })).toEqual([false]);
  });

  it('are judged by strongly connected parts', () => {
    const part = strongParts(6, [[1], [2], [0, 3], [4], [3], []]);
    expect(part[0] === part[1] && part[1] === part[2]).toBe(true);
    expect(part[3] === part[4]).toBe(true);
    expect(new Set(part).size).toBe(3);
  });
});

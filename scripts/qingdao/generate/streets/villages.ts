import { intersection } from '../network/segments.ts';
import type { Rng } from '../types.ts';
import { cutBlocks, type BlockOptions } from './blocks.ts';
import { faceOf, splitEdge, splitFace, type Mesh } from './mesh.ts';

export interface VillageOptions extends Pick<BlockOptions, 'dry' | 'newStreet'> {
  /** Where villages are wished for, in metres. */
  readonly sites: readonly { readonly x: number; readonly y: number }[];
  /** Whether a place is country. */
  readonly rural: (x: number, y: number) => boolean;
  readonly rng: Rng;
}

/** Along the road and away from it, in metres. */
const WIDTH_M = [200, 460] as const;
const DEPTH_M = [150, 330] as const;
/** Shorter pieces of road have no village. */
const LEAST_WIDTH_M = 110;
/** Left free at the ends of a piece of road. */
const MARGIN_M = 25;
const BLOCK_M = 78;
/** Share of the villages that lie on both sides of their road. */
const BOTH_SIDES = 0.35;
/** Roads that are tried for a village, the nearest first, and how far one may be. */
const TRIES = 8;
const FAR_M = 2500;
const CELL_M = 500;

/**
 * Lays a village beside the road nearest to each site: a few lanes off the road, which the road's own pieces close.
 * Returns how many found room.
 */
export function layVillages(mesh: Mesh, options: VillageOptions): number {
  const roads = indexRoads(mesh, options.rural);
  let laid = 0;
  for (const site of options.sites) {
    const half = roads(site.x, site.y).find((each) => layVillage(mesh, facing(mesh, each, site), options));
    if (half === undefined) continue;
    laid += 1;
    if (options.rng.next() < BOTH_SIDES) layVillage(mesh, facing(mesh, half, site) ^ 1, options);
  }
  return laid;
}

/** Half-edges of the nearest pieces of country road, the nearest first. */
function indexRoads(mesh: Mesh, rural: (x: number, y: number) => boolean): (x: number, y: number) => number[] {
  const cells = new Map<number, number[]>();
  const key = (x: number, y: number): number => Math.floor(x / CELL_M) * 10_007 + Math.floor(y / CELL_M);
  const middle = (edge: number): readonly [number, number] => {
    const a = mesh.origin[2 * edge] as number,
      b = mesh.origin[2 * edge + 1] as number;
    return [((mesh.x[a] as number) + (mesh.x[b] as number)) / 2, ((mesh.y[a] as number) + (mesh.y[b] as number)) / 2];
  };
  mesh.street.forEach((_, edge) => {
    const [x, y] = middle(edge);
    if (lengthM(mesh, 2 * edge) < LEAST_WIDTH_M + 2 * MARGIN_M || !rural(x, y)) return;
    const list = cells.get(key(x, y));
    if (list) list.push(edge);
    else cells.set(key(x, y), [edge]);
  });
  return (x, y) => {
    for (let reachM: number = CELL_M; reachM <= FAR_M; reachM += CELL_M) {
      const found: { readonly edge: number; readonly squared: number }[] = [];
      for (let dx = -reachM; dx <= reachM; dx += CELL_M) {
        for (let dy = -reachM; dy <= reachM; dy += CELL_M) {
          for (const edge of cells.get(key(x + dx, y + dy)) ?? []) {
            const [mx, my] = middle(edge);
            found.push({ edge, squared: (mx - x) ** 2 + (my - y) ** 2 });
          }
        }
      }
      if (found.length >= TRIES || reachM + CELL_M > FAR_M) {
        return found
          .sort((p, q) => p.squared - q.squared || p.edge - q.edge)
          .slice(0, TRIES)
          .map(({ edge }) => 2 * edge);
      }
    }
    return [];
  };
}

/** The side of an edge that a place is on. */
function facing(mesh: Mesh, half: number, { x, y }: { readonly x: number; readonly y: number }): number {
  const { ax, ay, bx, by } = endsOf(mesh, half);
  return (bx - ax) * (y - ay) - (by - ay) * (x - ax) >= 0 ? half : half ^ 1;
}

/** A rectangle of lanes on the left of a half-edge. False, and nothing done, where there is no room. */
function layVillage(mesh: Mesh, half: number, { dry, newStreet, rng }: VillageOptions): boolean {
  const { ax, ay, bx, by } = endsOf(mesh, half);
  const length = lengthM(mesh, half);
  const between = ([low, high]: readonly [number, number]): number => low + (high - low) * rng.next();
  const widthM = Math.min(between(WIDTH_M), length - 2 * MARGIN_M),
    depthM = between(DEPTH_M);
  const startM = MARGIN_M + (length - 2 * MARGIN_M - widthM) * rng.next();
  if (widthM < LEAST_WIDTH_M) return false;
  const ux = (bx - ax) / length,
    uy = (by - ay) / length;
  const at = (alongM: number, awayM: number): readonly [number, number] => [
    ax + ux * alongM - uy * awayM,
    ay + uy * alongM + ux * awayM,
  ];
  const path = [
    at(startM, 0),
    at(startM + 20 * (rng.next() - 0.5), depthM),
    at(startM + widthM + 20 * (rng.next() - 0.5), depthM * (0.8 + 0.4 * rng.next())),
    at(startM + widthM, 0),
  ] as const;
  if (!hasRoom(mesh, half, path, dry)) return false;
  const [p, q, r, s] = path;
  const last = splitEdge(mesh, half, ...s);
  const first = splitEdge(mesh, half, ...p);
  splitFace(mesh, last, first, newStreet(...q), [r, q]);
  cutBlocks(mesh, [first], { widthM: () => BLOCK_M, dry, newStreet, rng });
  return true;
}

/** Whether a path from an edge into its face and back meets neither the sea nor another side of the face. */
function hasRoom(
  mesh: Mesh,
  half: number,
  path: readonly (readonly [number, number])[],
  dry: VillageOptions['dry'],
): boolean {
  const legs = path.slice(1).map((to, i) => [...(path[i] as readonly [number, number]), ...to] as const);
  if (!legs.every((leg) => dry(...leg))) return false;
  return faceOf(mesh, half).every((side) => {
    if (side === half) return true;
    const { ax, ay, bx, by } = endsOf(mesh, side);
    return legs.every((leg) => intersection(...leg, ax, ay, bx, by) === null);
  });
}

function endsOf(
  { origin, x, y }: Mesh,
  half: number,
): { readonly ax: number; readonly ay: number; readonly bx: number; readonly by: number } {
  const a = origin[half] as number,
    b = origin[half ^ 1] as number;
  return { ax: x[a] as number, ay: y[a] as number, bx: x[b] as number, by: y[b] as number };
}

function lengthM(mesh: Mesh, half: number): number {
  const { ax, ay, bx, by } = endsOf(mesh, half);
  return Math.sqrt((bx - ax) ** 2 + (by - ay) ** 2);
}

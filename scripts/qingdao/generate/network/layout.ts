import type { BaseWorld } from '../world/base.ts';
import { createDensity } from './density.ts';
import type { Draft } from './draft.ts';
import type { Land } from './land.ts';
import { layLattice } from './lattice.ts';
import { node } from './noding.ts';
import { layRadials } from './radials.ts';
import { layShore, SHORE_ROAD_M } from './shore.ts';
import { traceStrokes } from './strokes.ts';
import { thinShortStreets } from './thin.ts';
import {
  contractShort,
  keepEdges,
  largestComponent,
  pruneDeadEnds,
  straighten,
  uncross,
  withinOutline,
} from './tidy.ts';
import { createWarp } from './warp.ts';
import { createWaves } from './waves.ts';

const SHORTEST_EDGE_M = 45;
const LONGEST_EDGE_M = 1200;
const STRAIGHTEN_M = 6;
/** Residential streets up to these lengths are thinned out in turn, until few enough are left. */
const THINNED_M = [500, 650, 800, 1000, 1250, 1500] as const;
const RESIDENTIAL = 4;

/**
 * The streets of the city as one connected, noded graph on land, dead ends pruned, in about `mostRoads` lines at most.
 */
export function layStreets(base: BaseWorld, land: Land, mostRoads: number): Draft {
  const rng = base.rng('network-layout');
  const blockM = createDensity(base, land.projection, createWaves(rng, 2600));
  const lattice = layLattice({
    land,
    blockM,
    rng,
    warp: createWarp(base, land.projection),
    grain: createWaves(rng, 3500),
  });
  const lines = lattice.edges.reduce((max, edge) => Math.max(max, edge.line), 0);
  const radials = layRadials(land.projection, lines + 1);
  const coast = lines + radials.length + 1;
  const wide = radials.reduce((laid, radial) => node(laid, radial));
  const whole = node(node(inland(lattice, land), wide), layShore(land, coast));
  const { x, y } = whole;
  const shoreAt = (a: number, b: number): number =>
    land.shoreDistance(((x[a] as number) + (x[b] as number)) / 2, ((y[a] as number) + (y[b] as number)) / 2);
  // Beyond the coastal road only its own edges stay; what is left of the others' ends dead and is pruned.
  const ashore = keepEdges(whole, ({ a, b, line }) => line >= coast || shoreAt(a, b) > SHORE_ROAD_M - 40);
  const merged = contractShort(contractShort(ashore, SHORTEST_EDGE_M), SHORTEST_EDGE_M);
  const dry = uncross(withinOutline(straighten(merged, STRAIGHTEN_M, LONGEST_EDGE_M), land.outline));
  let streets = pruneDeadEnds(largestComponent(dry));
  for (const longestM of THINNED_M) {
    streets = largestComponent(pruneDeadEnds(thinShortStreets(streets, longestM, RESIDENTIAL)));
    if (traceStrokes(streets, districtsOf(streets, land)).length <= mostRoads) break;
  }
  return streets;
}

/** District of an edge, roughly: good enough for a count. */
function districtsOf({ x, y, edges }: Draft, land: Land): (edge: number) => string {
  return (edge) => {
    const { a, b } = edges[edge] as Draft['edges'][number];
    return String(
      land.districtIndex(((x[a] as number) + (x[b] as number)) / 2, ((y[a] as number) + (y[b] as number)) / 2),
    );
  };
}

/** Without the streets that would run along the coastal road, right beside it. */
function inland(lattice: Draft, land: Land): Draft {
  const { x, y } = lattice;
  return keepEdges(lattice, ({ a, b }) => {
    const ax = x[a] as number,
      ay = y[a] as number,
      bx = x[b] as number,
      by = y[b] as number;
    if (land.districtIndex((ax + bx) / 2, (ay + by) / 2) < 0) return false;
    const atA = land.shoreDistance(ax, ay),
      atB = land.shoreDistance(bx, by);
    const along = Math.abs(atA - atB) < 0.5 * Math.hypot(bx - ax, by - ay);
    return !(along && Math.max(atA, atB) < SHORE_ROAD_M + 80);
  });
}

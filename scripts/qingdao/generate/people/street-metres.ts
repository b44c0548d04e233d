import type { Projection } from '../../../../server/analysis/demand/projection.ts';
import type { Graph } from '../../../../server/analysis/types.ts';

/** A place along a street every so many metres, and as far to either side: houses stand beside streets. */
const STEP_M = 30;
const SIDE_M = 35;

/**
 * Goes along all streets: `add` gets the column and row of a cell, an edge, and the metres of it whose houses are
 * there.
 */
export function alongStreets(
  graph: Graph,
  projection: Projection,
  sizeM: number,
  add: (column: number, row: number, edge: number, metres: number) => void,
): void {
  for (let edge = 0; edge < graph.edgeCount; edge += 1) {
    const points = pointsOf(graph, edge).map(([lon, lat]) => projection.forward(lon, lat));
    for (let i = 1; i < points.length; i += 1) {
      const [ax, ay] = points[i - 1] as readonly [number, number],
        [bx, by] = points[i] as readonly [number, number];
      const lengthM = Math.sqrt((bx - ax) ** 2 + (by - ay) ** 2);
      const steps = Math.max(1, Math.round(lengthM / STEP_M));
      const ox = (-(by - ay) / lengthM) * SIDE_M,
        oy = ((bx - ax) / lengthM) * SIDE_M;
      for (let step = 0; step < steps; step += 1) {
        const t = (step + 0.5) / steps;
        const x = ax + (bx - ax) * t,
          y = ay + (by - ay) * t;
        add(Math.floor((x + ox) / sizeM), Math.floor((y + oy) / sizeM), edge, lengthM / steps / 2);
        add(Math.floor((x - ox) / sizeM), Math.floor((y - oy) / sizeM), edge, lengthM / steps / 2);
      }
    }
  }
}

function pointsOf(
  { lonLat, from, to, shape, shapeStart }: Graph,
  edge: number,
): (readonly [lon: number, lat: number])[] {
  const node = (at: number): readonly [number, number] => [lonLat[2 * at] as number, lonLat[2 * at + 1] as number];
  const bends = Array.from(
    { length: (shapeStart[edge + 1] as number) - (shapeStart[edge] as number) },
    (_, i): readonly [number, number] => {
      const at = (shapeStart[edge] as number) + i;
      return [shape[2 * at] as number, shape[2 * at + 1] as number];
    },
  );
  return [node(from[edge] as number), ...bends, node(to[edge] as number)];
}

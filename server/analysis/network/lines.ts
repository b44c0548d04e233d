/** Edges as lines. */
import type { Graph } from '../types.ts';

type Lines = Pick<Graph, 'lonLat' | 'from' | 'to' | 'shapeStart' | 'shape'>;

/** The line of an edge from its `from` to its `to`: longitude, latitude, longitude, … */
export function edgeLine({ lonLat, from, to, shapeStart, shape }: Lines, e: number): Float64Array {
  const inner = shape.subarray((shapeStart[e] as number) * 2, (shapeStart[e + 1] as number) * 2);
  const line = new Float64Array(inner.length + 4);
  const a = (from[e] as number) * 2;
  const b = (to[e] as number) * 2;
  line.set(lonLat.subarray(a, a + 2));
  line.set(inner, 2);
  line.set(lonLat.subarray(b, b + 2), inner.length + 2);
  return line;
}

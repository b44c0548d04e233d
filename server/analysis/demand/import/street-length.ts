import { edgeLine } from '../../network/lines.ts';
import type { Graph } from '../../types.ts';

/** Streets are looked at every so many metres. */
const STEP_M = 10;

/** Metres of street that can be walked, by cell. */
export function streetLengthByCell(
  graph: Graph,
  keyAt: (lon: number, lat: number) => number | string,
): Map<number | string, number> {
  const metres = new Map<number | string, number>();
  for (let edge = 0; edge < graph.edgeCount; edge += 1) {
    if (graph.forward.walk[edge] === Infinity && graph.backward.walk[edge] === Infinity) continue;
    const line = edgeLine(graph, edge);
    const pieces = line.length / 2 - 1;
    // The pieces' shares of the length by degrees: bends of one street are too near for that to matter.
    const sizes = Array.from({ length: pieces }, (_, i) =>
      Math.hypot(
        (line[2 * i + 2] as number) - (line[2 * i] as number),
        (line[2 * i + 3] as number) - (line[2 * i + 1] as number),
      ),
    );
    const total = sizes.reduce((sum, size) => sum + size, 0);
    sizes.forEach((size, i) => {
      const lengthM = total === 0 ? 0 : ((graph.lengthM[edge] as number) * size) / total;
      const steps = Math.max(1, Math.ceil(lengthM / STEP_M));
      for (let step = 0; step < steps; step += 1) {
        const t = (step + 0.5) / steps;
        const key = keyAt(
          (line[2 * i] as number) * (1 - t) + (line[2 * i + 2] as number) * t,
          (line[2 * i + 1] as number) * (1 - t) + (line[2 * i + 3] as number) * t,
        );
        metres.set(key, (metres.get(key) ?? 0) + lengthM / steps);
      }
    });
  }
  return metres;
}

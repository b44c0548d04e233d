import { incidence, type Draft } from './draft.ts';
import { traceStrokes } from './strokes.ts';
import { keepEdges } from './tidy.ts';

/**
 * Leaves out residential streets up to `longestM` where no other street would end dead without them: blocks become
 * uneven, and few streets are too short to bear a name.
 */
export function thinShortStreets(draft: Draft, longestM: number, rank: number): Draft {
  const degree = incidence(draft).map((list) => list.length);
  const gone = new Uint8Array(draft.edges.length);
  const short = traceStrokes(draft, () => '').filter((stroke) => stroke.rank >= rank && stroke.lengthM <= longestM);
  for (const { nodes, edges } of short.sort((p, q) => p.lengthM - q.lengthM)) {
    const takes = (i: number): number => (i === 0 || i === nodes.length - 1 ? 1 : 2);
    // A node may keep no street at all or at least two.
    if (nodes.some((node, i) => (degree[node] as number) - takes(i) === 1)) continue;
    nodes.forEach((node, i) => {
      degree[node] = (degree[node] as number) - takes(i);
    });
    for (const edge of edges) gone[edge] = 1;
  }
  return keepEdges(draft, (_, i) => gone[i] === 0);
}

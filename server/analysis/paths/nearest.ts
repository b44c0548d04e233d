import type { Nearest, Task } from '../types.ts';
import { checkLimit, type PathsInput } from './cost-matrix.ts';
import { Search } from './dijkstra.ts';
import { groupItems } from './groups.ts';
import { alongEdge, endNode, pointEnds } from './points.ts';
import { leave } from './reach.ts';
import { narrowLabels } from './ties.ts';

/**
 * The nearest facility of every demand by one search from all facilities at once: the same bits and the same facilities
 * as `costMatrix` and the least of each demand's costs, of equals the facility of the lowest index.
 */
export function nearestFacility(
  { graph, search: streets, facilities, demand, accessSpeedMps, limit }: PathsInput,
  task: Task,
): Nearest {
  checkLimit(limit);
  const out = pointEnds(streets, facilities, accessSpeedMps, 'out');
  const { count, edge, fraction, access, ends } = pointEnds(streets, demand, accessSpeedMps, 'in');
  const search = new Search(streets);
  search.begin(limit);
  for (let f = 0; f < facilities.count; f += 1) leave(search, graph, out, f);
  task.checkpoint();
  search.run();
  task.checkpoint();
  const narrow = narrowLabels(search);
  const onEdge = groupItems(out.edge, graph.edgeCount);
  const nearest = { cost: new Float64Array(count).fill(Infinity), facility: new Int32Array(count).fill(-1) };
  const offer = (i: number, cost: number, f: number): void => {
    const least = nearest.cost[i] as number;
    if (
      !(cost <= limit) ||
      cost === Infinity ||
      cost > least ||
      (cost === least && f > (nearest.facility[i] as number))
    )
      return;
    nearest.cost[i] = cost;
    nearest.facility[i] = f;
  };
  for (let i = 0; i < count; i += 1) {
    const e = edge[i] as number;
    if (e < 0) continue;
    for (const end of [0, 1] as const) {
      const node = endNode(graph, e, end);
      const last = ends[2 * i + end] as number;
      const sofar = search.costOf(node);
      if (sofar === Infinity) continue;
      offer(i, sofar + last + (access[i] as number), search.sourceOf(node));
      for (const label of narrow.get(node) ?? []) offer(i, label.cost + last + (access[i] as number), label.source);
    }
    const sharingEnd = onEdge.start[e + 1] as number;
    for (let at = onEdge.start[e] as number; at < sharingEnd; at += 1) {
      const f = onEdge.item[at] as number;
      offer(
        i,
        (out.access[f] as number) +
          alongEdge(streets, e, out.fraction[f] as number, fraction[i] as number) +
          (access[i] as number),
        f,
      );
    }
  }
  return nearest;
}

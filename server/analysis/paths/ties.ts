/**
 * Labels that lost by no more than a rounding error, carried on to where they may be equal. On most networks there are
 * none; on a grid of streets all of one odd length there are many, as the same parts are summed in different orders.
 */
import type { NarrowLabel, Search } from './dijkstra.ts';

export interface Label {
  readonly cost: number;
  readonly source: number;
}

export type NarrowLabels = Map<number, Label[]>;

/**
 * By node, the labels of lower index than the nearest source's that cost a little more, none of them beaten in both by
 * another. Call after `search.run()`.
 */
export function narrowLabels(search: Search): NarrowLabels {
  const kept = new Map<number, Label[]>();
  const waiting: NarrowLabel[] = [];
  const offer = (node: number, cost: number, source: number): void => {
    if (source >= search.sourceOf(node) || !search.isNarrow(node, cost)) return;
    const there = kept.get(node) ?? [];
    if (there.some((label) => label.cost <= cost && label.source <= source)) return;
    kept.set(node, [...there.filter((label) => label.cost < cost || label.source < source), { cost, source }]);
    waiting.push({ node, cost, source });
  };
  for (const { node, cost, source } of search.narrow) offer(node, cost, source);
  const { firstArc, head, cost: arcCost } = search.graph;
  for (let label = waiting.pop(); label !== undefined; label = waiting.pop()) {
    const { node, cost, source } = label;
    const end = firstArc[node + 1] as number;
    for (let arc = firstArc[node] as number; arc < end; arc += 1)
      offer(head[arc] as number, cost + (arcCost[arc] as number), source);
  }
  return kept;
}

/** Ways on networks with bans, found by trying: what has been gone along is remembered arc by arc. */
import { bansFor, headOf, tailOf, type Ban } from '../analysis/network/bans.ts';
import { MODES, type Mode } from '../../tiles/api/vocabulary.ts';
import type { Graph } from '../analysis/types.ts';
import { randomFrom } from './random.ts';

/** A place on an edge. */
export interface Spot {
  readonly edge: number;
  readonly fraction: number;
}

/** Runs of arcs, each from one that it follows, that are forbidden to some of the modes. */
export function randomBans(graph: Graph, count: number, seed: number, modes: readonly Mode[] = MODES): Ban[] {
  const random = randomFrom(seed);
  const leaving = Array.from({ length: graph.nodeCount }, (): number[] => []);
  for (let arc = 0; arc < 2 * graph.edgeCount; arc += 1) leaving[tailOf(graph, arc)]?.push(arc);
  return Array.from({ length: count }, () => {
    const arcs = [random.below(2 * graph.edgeCount)];
    const length = 2 + random.below(3);
    while (arcs.length < length) {
      const next = leaving[headOf(graph, arcs.at(-1) as number)] as number[];
      arcs.push(next[random.below(next.length)] as number);
    }
    return { arcs, modes };
  });
}

/**
 * The cheapest ways from a place to others, by labels that are corrected until nothing changes any more, one for each
 * run of arcs that was gone along last, as long as the longest ban. Slow, and of nothing but the definition.
 */
export function waysByTrying(graph: Graph, mode: Mode, from: Spot, to: readonly Spot[]): number[] {
  const runs = bansFor(graph, mode);
  const forbidden = new Set(runs.map((run) => run.join()));
  const longest = Math.max(1, ...runs.map(({ length }) => length));
  const costOf = (arc: number): number => (arc % 2 === 0 ? graph.forward : graph.backward)[mode][arc >> 1] as number;
  const endsInBan = (run: readonly number[]): boolean => run.some((_arc, i) => forbidden.has(run.slice(i).join()));
  const labels = new Map<string, { readonly run: readonly number[]; readonly node: number; cost: number }>();
  const queue: string[] = [];
  const offer = (run: readonly number[], node: number, cost: number): void => {
    const kept = run.slice(-(longest - 1));
    const key = `${node}:${longest === 1 ? '' : kept.join()}`;
    const known = labels.get(key);
    if (known !== undefined && known.cost <= cost) return;
    labels.set(key, { run: longest === 1 ? [] : kept, node, cost });
    queue.push(key);
  };
  const part = (cost: number, share: number): number => (share === 0 ? 0 : cost * share);
  const isNode = from.fraction === 0 || from.fraction === 1;
  for (const arc of [2 * from.edge, 2 * from.edge + 1]) {
    const share = arc % 2 === 0 ? 1 - from.fraction : from.fraction;
    const cost = part(costOf(arc), share);
    // Who stands at a node has not come along any arc.
    if (cost < Infinity) offer(share === 0 && isNode ? [] : [arc], headOf(graph, arc), cost);
  }
  const leaving = Array.from({ length: graph.nodeCount }, (): number[] => []);
  for (let arc = 0; arc < 2 * graph.edgeCount; arc += 1)
    if (costOf(arc) < Infinity) leaving[tailOf(graph, arc)]?.push(arc);
  const found = to.map(({ edge, fraction }) => {
    if (edge !== from.edge) return Infinity;
    return fraction >= from.fraction
      ? part(costOf(2 * edge), fraction - from.fraction)
      : part(costOf(2 * edge + 1), from.fraction - fraction);
  });
  for (let key = queue.shift(); key !== undefined; key = queue.shift()) {
    const { run, node, cost } = labels.get(key) as { readonly run: readonly number[]; node: number; cost: number };
    to.forEach(({ edge, fraction }, i) => {
      for (const arc of [2 * edge, 2 * edge + 1]) {
        if (tailOf(graph, arc) !== node) continue;
        const share = arc % 2 === 0 ? fraction : 1 - fraction;
        if (share > 0 && endsInBan([...run, arc])) continue;
        found[i] = Math.min(found[i] as number, cost + part(costOf(arc), share));
      }
    });
    for (const arc of leaving[node] as number[])
      if (!endsInBan([...run, arc])) offer([...run, arc], headOf(graph, arc), cost + costOf(arc));
  }
  return found;
}

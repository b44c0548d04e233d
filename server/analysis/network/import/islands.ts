/** What a network's islands mean to those who travel on it. They stay in the graph. */
import type { Warning } from '../../../../tiles/api/result.ts';
import { MODES, type Mode } from '../../../../tiles/api/vocabulary.ts';
import { NETWORK_IMPORT as TEXT } from '../import-messages.ts';
import { warning } from '../../errors.ts';
import type { Graph } from '../../types.ts';
import { components, strongComponents, type Components } from '../components.ts';

export interface Islands {
  readonly count: number;
  /** Share of the mode's length that lies outside the largest part. */
  readonly shareOutside: number;
  readonly nodesOutside: number;
  readonly nodes: number;
}

/** Of one mode: parts that no street joins. */
export function islandsOf(graph: Graph, mode: Mode): Islands {
  return measured(components(graph, mode));
}

/** One warning a mode that has islands, and one for nodes that one-way streets cut off in one direction. */
export function islandWarnings(graph: Graph): Warning[] {
  return MODES.flatMap((mode) => {
    const name = TEXT[mode];
    const islands = islandsOf(graph, mode);
    if (islands.nodes === 0) return [warning('network-mode-empty', TEXT['mode-empty'], { mode: name })];
    const traps = measured(strongComponents(graph, mode)).nodesOutside - islands.nodesOutside;
    return [
      ...(islands.count === 1
        ? []
        : [
            warning('network-islands', TEXT.islands, {
              mode: name,
              count: islands.count,
              nodes: islands.nodesOutside,
              total: islands.nodes,
              share: (islands.shareOutside * 100).toFixed(2),
            }),
          ]),
      ...(traps <= 0 ? [] : [warning('network-one-way-ends', TEXT['one-way-ends'], { mode: name, nodes: traps })]),
    ];
  });
}

function measured({ sizes, lengthM }: Components): Islands {
  const [inside = 0, ...others] = lengthM;
  const outside = others.reduce((sum, metres) => sum + metres, 0);
  const nodes = sizes.reduce((sum, size) => sum + size, 0);
  return {
    count: sizes.length,
    shareOutside: inside + outside > 0 ? outside / (inside + outside) : 0,
    nodesOutside: nodes - (sizes[0] ?? 0),
    nodes,
  };
}

/** Turns that are forbidden, and gates, which forbid all turns from one side to another. */
import { MODES, type Mode } from '../../../tiles/api/vocabulary.ts';
import type { Bans, Graph } from '../types.ts';

/** One ban: arcs as in `Bans`, and whom it binds. */
export interface Ban {
  readonly arcs: readonly number[];
  readonly modes: readonly Mode[];
}

export const NO_BANS: Bans = { start: new Uint32Array(1), arc: new Uint32Array(0), modes: new Uint8Array(0) };

export function bansOf(list: readonly Ban[]): Bans {
  if (list.length === 0) return NO_BANS;
  const start = new Uint32Array(list.length + 1);
  list.forEach(({ arcs }, b) => {
    start[b + 1] = (start[b] as number) + arcs.length;
  });
  const arc = new Uint32Array(start[list.length] as number);
  list.forEach(({ arcs }, b) => {
    arc.set(arcs, start[b]);
  });
  return { start, arc, modes: Uint8Array.from(list, ({ modes }) => maskOf(modes)) };
}

export function maskOf(modes: readonly Mode[]): number {
  return modes.reduce((mask, mode) => mask | (1 << MODES.indexOf(mode)), 0);
}

export function modesOf(mask: number): Mode[] {
  return MODES.filter((mode) => hasMode(mask, mode));
}

export function hasMode(mask: number, mode: Mode): boolean {
  return (mask & (1 << MODES.indexOf(mode))) !== 0;
}

/** The bans of a mode whose arcs it could go along, as runs of arcs. */
export function bansFor(graph: Pick<Graph, 'bans' | 'forward' | 'backward'>, mode: Mode): number[][] {
  const { start, arc, modes } = graph.bans;
  const found: number[][] = [];
  for (let b = 0; b < modes.length; b += 1) {
    if (!hasMode(modes[b] as number, mode)) continue;
    const arcs = [...arc.subarray(start[b], start[b + 1])];
    if (arcs.every((each) => isOpen(graph, mode, each))) found.push(arcs);
  }
  return found;
}

/** Whether a mode may go along an arc. */
export function isOpen({ forward, backward }: Pick<Graph, 'forward' | 'backward'>, mode: Mode, arc: number): boolean {
  return (arc % 2 === 0 ? forward : backward)[mode][arc >> 1] !== Infinity;
}

/** Node that an arc begins at. */
export function tailOf({ from, to }: Pick<Graph, 'from' | 'to'>, arc: number): number {
  return (arc % 2 === 0 ? from : to)[arc >> 1] as number;
}

/** Node that an arc leads to. */
export function headOf({ from, to }: Pick<Graph, 'from' | 'to'>, arc: number): number {
  return (arc % 2 === 0 ? to : from)[arc >> 1] as number;
}

/** Throws `RangeError` for bans that are no runs of arcs of the graph. */
export function checkBans({ bans, from, to, edgeCount }: Pick<Graph, 'bans' | 'from' | 'to' | 'edgeCount'>): void {
  const { start, arc, modes } = bans;
  if (start.length !== modes.length + 1 || start[0] !== 0 || start[modes.length] !== arc.length)
    throw new RangeError('The bans of the graph do not fit each other.');
  for (let b = 0; b < modes.length; b += 1) {
    const [first, end] = [start[b] as number, start[b + 1] as number];
    if (end < first + 2) throw new RangeError(`Ban ${b} has fewer than two arcs.`);
    for (let at = first; at < end; at += 1) {
      const here = arc[at] as number;
      if (here >= 2 * edgeCount) throw new RangeError(`Ban ${b} is on an edge that there is not.`);
      if (at > first && headOf({ from, to }, arc[at - 1] as number) !== tailOf({ from, to }, here))
        throw new RangeError(`The arcs of ban ${b} do not follow one another.`);
    }
  }
}

/** Turn restrictions of OpenStreetMap, and gates, to bans on edges (wiki, Relation:restriction). */
import type { Mode } from '../../../../tiles/api/vocabulary.ts';
import { headOf, isOpen, tailOf, type Ban } from '../bans.ts';
import type { Graph } from '../../types.ts';
import type { SourceTurn } from './source.ts';

/** Streets that were joined, and where their ways and points have gone. */
export interface JoinedWays {
  readonly graph: Pick<Graph, 'from' | 'to' | 'edgeCount' | 'nodeCount' | 'forward' | 'backward'>;
  /** Edges of a way of OpenStreetMap; none of a way that is no street. */
  readonly edgesOf: (way: number) => readonly number[];
  /** Node of a point; -1 where it is none. */
  readonly nodeOf: (point: number) => number;
}

export interface TurnBans {
  readonly bans: readonly Ban[];
  /** Restrictions with members that are not there, or no streets. */
  readonly missing: number;
  /** Restrictions whose members do not meet, or more than once, so that it is not clear what they forbid. */
  readonly unclear: number;
}

/** More ways around than any junction has. */
const MOST_RUNS = 1000;

export function turnBans(turns: readonly SourceTurn[], ways: JoinedWays): TurnBans {
  const bans: Ban[] = [];
  let [missing, unclear] = [0, 0];
  const around = arcsAround(ways, turns);
  for (const turn of turns) {
    if (isMissing(turn, ways)) {
      missing += 1;
      continue;
    }
    const found = bansOfTurn(turn, ways, around);
    if (found === null) unclear += 1;
    else bans.push(...found);
  }
  return { bans, missing, unclear };
}

/** A gate keeps its modes from going on along another edge; all its edges can still be come to. */
export function gateBans(gates: ReadonlyMap<number, readonly Mode[]>, { graph, nodeOf }: JoinedWays): Ban[] {
  const modesAt = new Map<number, readonly Mode[]>();
  for (const [point, modes] of gates) if (nodeOf(point) >= 0) modesAt.set(nodeOf(point), modes);
  const leaving = leavingArcs(graph, (node) => modesAt.has(node));
  return [...modesAt].flatMap(([node, modes]) => {
    const arcs = leaving.get(node) ?? [];
    return arcs.flatMap((into) =>
      arcs.filter((next) => next >> 1 !== into >> 1).map((next) => ({ arcs: [into ^ 1, next], modes })),
    );
  });
}

function leavingArcs(graph: JoinedWays['graph'], isWanted: (node: number) => boolean): Map<number, number[]> {
  const leaving = new Map<number, number[]>();
  for (let arc = 0; arc < 2 * graph.edgeCount; arc += 1) {
    const node = tailOf(graph, arc);
    if (!isWanted(node)) continue;
    const there = leaving.get(node);
    if (there === undefined) leaving.set(node, [arc]);
    else there.push(arc);
  }
  return leaving;
}

/** Arcs out of all nodes that the turns could be at. */
function arcsAround(ways: JoinedWays, turns: readonly SourceTurn[]): ReadonlyMap<number, readonly number[]> {
  const nodes = new Set<number>();
  for (const { from, via, to } of turns)
    for (const way of [...from, ...via.ways, ...to])
      for (const edge of ways.edgesOf(way))
        nodes.add(ways.graph.from[edge] as number).add(ways.graph.to[edge] as number);
  return leavingArcs(ways.graph, (node) => nodes.has(node));
}

function isMissing({ from, via, to }: SourceTurn, { edgesOf, nodeOf }: JoinedWays): boolean {
  if (from.length === 0 || to.length === 0 || via.ways.length + via.points.length === 0) return true;
  return (
    via.points.some((point) => nodeOf(point) < 0) ||
    [...from, ...via.ways, ...to].some((way) => edgesOf(way).length === 0)
  );
}

/** Null where it is not clear what is forbidden. Nothing is, where the ways are closed to those whom it binds. */
function bansOfTurn(
  turn: SourceTurn,
  ways: JoinedWays,
  around: ReadonlyMap<number, readonly number[]>,
): readonly Ban[] | null {
  if (!meets(turn, ways)) return null;
  const bans: Ban[] = [];
  for (const from of turn.from) {
    for (const to of turn.to) {
      for (const mode of turn.modes) {
        const runs = runsOf({ ...turn, from, to }, mode, ways, around);
        const first = new Set(runs.map(([arc]) => arc));
        // A way that runs on through the junction comes to it from two sides: which of them is meant, nobody says.
        if (first.size > 1 && !turn.isUTurn) return null;
        // So it is of one that is turned into, unless only that is allowed.
        if (!turn.isOnly && !turn.isUTurn && new Set(runs.map((run) => run.at(-1))).size > 1) return null;
        const forbidden = turn.isOnly ? otherRuns(runs, mode, ways, around) : runs;
        for (const arcs of forbidden) bans.push({ arcs, modes: [mode] });
      }
    }
  }
  return joined(bans);
}

/** Whether the ways meet at the node between them; ways between may meet anyhow. */
function meets({ from, via, to }: SourceTurn, { graph, edgesOf, nodeOf }: JoinedWays): boolean {
  const nodes = new Set(via.points.map(nodeOf));
  const touches = (way: number): boolean =>
    edgesOf(way).some((e) => nodes.has(graph.from[e] as number) || nodes.has(graph.to[e] as number));
  return via.ways.length > 0 || (from.every(touches) && to.every(touches));
}

interface OneTurn {
  readonly from: number;
  readonly via: SourceTurn['via'];
  readonly to: number;
  readonly isUTurn: boolean;
}

/** All runs of arcs, open to the mode, from the one way over those between to the other. */
function runsOf(
  { from, via, to, isUTurn }: OneTurn,
  mode: Mode,
  { graph, edgesOf, nodeOf }: JoinedWays,
  around: ReadonlyMap<number, readonly number[]>,
): readonly (readonly number[])[] {
  const wayEdges = new Map([from, to, ...via.ways].map((way) => [way, new Set(edgesOf(way))]));
  const arcsFrom = (node: number, way: number): readonly number[] =>
    (around.get(node) ?? []).filter((arc) => wayEdges.get(way)?.has(arc >> 1) === true && isOpen(graph, mode, arc));
  const runs: number[][] = [];
  const viaNodes = new Set(via.points.map(nodeOf));
  const goOn = (run: readonly number[], left: readonly number[], current: number | null): void => {
    if (runs.length >= MOST_RUNS) return;
    const last = run.at(-1) as number;
    const node = headOf(graph, last);
    if (left.length === 0 && (via.ways.length > 0 || viaNodes.has(node)))
      for (const arc of arcsFrom(node, to)) {
        const isBack = arc === (last ^ 1);
        // A turn is never one right back, unless it says so; then, on the same way, it is nothing else.
        if (isUTurn && from === to && via.ways.length === 0 ? isBack : !isBack) runs.push([...run, arc]);
      }
    const met = new Set(run.map((arc) => tailOf(graph, arc)));
    for (const way of current === null ? left : [current, ...left])
      for (const arc of arcsFrom(node, way))
        if (arc !== (last ^ 1) && !met.has(headOf(graph, arc)))
          goOn([...run, arc], way === current ? left : left.filter((each) => each !== way), way);
  };
  for (const edge of wayEdges.get(from) ?? [])
    for (const arc of [2 * edge, 2 * edge + 1]) if (isOpen(graph, mode, arc)) goOn([arc], via.ways, null);
  return runs;
}

/** Everything but the runs: at each of their junctions, all ways on that none of them takes. */
function otherRuns(
  runs: readonly (readonly number[])[],
  mode: Mode,
  { graph }: JoinedWays,
  around: ReadonlyMap<number, readonly number[]>,
): readonly (readonly number[])[] {
  const allowed = new Set(runs.flatMap((run) => run.map((_arc, i) => run.slice(0, i + 1).join())));
  const others = new Map<string, readonly number[]>();
  for (const run of runs) {
    for (let i = 1; i < run.length; i += 1) {
      const before = run.slice(0, i);
      for (const arc of around.get(headOf(graph, before.at(-1) as number)) ?? []) {
        if (!isOpen(graph, mode, arc)) continue;
        const other = [...before, arc];
        if (!allowed.has(other.join())) others.set(other.join(), other);
      }
    }
  }
  return [...others.values()];
}

/** One ban of the same arcs, for all whom it binds. */
function joined(bans: readonly Ban[]): Ban[] {
  const byArcs = new Map<string, Ban>();
  for (const ban of bans) {
    const key = ban.arcs.join();
    const modes = new Set([...(byArcs.get(key)?.modes ?? []), ...ban.modes]);
    byArcs.set(key, { arcs: ban.arcs, modes: [...modes] });
  }
  return [...byArcs.values()];
}

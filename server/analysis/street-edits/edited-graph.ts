/** A network with street edits, as a network of its own: that of the base with what the edits add behind it. */
import type { Mode } from '../../../tiles/api/vocabulary.ts';
import { joined } from '../arrays.ts';
import { bansOf, modesOf, type Ban } from '../network/bans.ts';
import { byMode } from '../network/build.ts';
import type { Bans, Graph, StreetOverlay } from '../types.ts';

export function editedGraph(overlay: StreetOverlay): Graph {
  const { base, nodes, edges, times } = overlay;
  const edgeCount = base.edgeCount + edges.length;
  const indexes = (own: Uint32Array, more: readonly number[]) => joined([own, Uint32Array.from(more)]);
  const numbers = (own: Float64Array, more: readonly number[]) => joined([own, Float64Array.from(more)]);
  const shapeStart = new Uint32Array(edgeCount + 1);
  shapeStart.set(base.shapeStart);
  edges.forEach(({ shape }, e) => {
    const edge = base.edgeCount + e;
    shapeStart[edge + 1] = (shapeStart[edge] as number) + shape.length / 2;
  });
  const timesOf = (way: 'forward' | 'backward', mode: Mode): Float64Array => {
    const all = numbers(
      base[way][mode],
      edges.map((edge) => edge[way][mode]),
    );
    for (const [edge, own] of times) all[edge] = own[way][mode];
    return all;
  };
  return {
    ...base,
    nodeCount: base.nodeCount + nodes.length,
    edgeCount,
    lonLat: numbers(
      base.lonLat,
      nodes.flatMap(({ lon, lat }) => [lon, lat]),
    ),
    from: indexes(
      base.from,
      edges.map(({ from }) => from),
    ),
    to: indexes(
      base.to,
      edges.map(({ to }) => to),
    ),
    lengthM: numbers(
      base.lengthM,
      edges.map(({ lengthM }) => lengthM),
    ),
    shapeStart,
    shape: numbers(
      base.shape,
      edges.flatMap(({ shape }) => shape),
    ),
    forward: byMode((mode) => timesOf('forward', mode)),
    backward: byMode((mode) => timesOf('backward', mode)),
    bans: editedBans(overlay),
    overlay,
  };
}

/**
 * A ban on an edge that a new street meets holds for its pieces: from its last one on, onto its first one, and along
 * all of them.
 */
function editedBans({ base, pieces }: StreetOverlay): Bans {
  const { bans } = base;
  if (pieces.size === 0 || bans.modes.length === 0) return bans;
  const more: Ban[] = [];
  const all: Ban[] = [];
  bans.modes.forEach((mask, b) => {
    const arcs = [...bans.arc.subarray(bans.start[b], bans.start[b + 1])];
    const modes = modesOf(mask);
    all.push({ arcs, modes });
    if (!arcs.some((arc) => pieces.has(arc >> 1))) return;
    for (const run of runsOverPieces(base, pieces, arcs).slice(1)) more.push({ arcs: run, modes });
  });
  return bansOf([...all, ...more]);
}

/** The run itself first, then every run in which some of its edges are gone along by their pieces. */
function runsOverPieces(
  { edgeCount }: Graph,
  pieces: StreetOverlay['pieces'],
  arcs: readonly number[],
): readonly (readonly number[])[] {
  return arcs.reduce<readonly (readonly number[])[]>(
    (runs, arc, place) => {
      const parts = pieces.get(arc >> 1);
      if (parts === undefined) return runs.map((run) => [...run, arc]);
      const along = parts.map((piece) => 2 * (edgeCount + piece) + (arc & 1));
      const ordered = (arc & 1) === 0 ? along : along.reverse();
      const gone = place === 0 ? ordered.slice(-1) : place === arcs.length - 1 ? ordered.slice(0, 1) : ordered;
      return [...runs.map((run) => [...run, arc]), ...runs.map((run) => [...run, ...gone])];
    },
    [[]],
  );
}

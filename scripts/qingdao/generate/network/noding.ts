import type { Draft, DraftEdge } from './draft.ts';
import { indexSegments, intersection } from './segments.ts';

/** Puts both drafts into one, with a node wherever an edge of the first crosses an edge of the second. */
export function node(first: Draft, second: Draft): Draft {
  const draft: Draft = { x: [...first.x, ...second.x], y: [...first.y, ...second.y], edges: [] };
  const shift = first.x.length;
  const others = second.edges.map((edge): DraftEdge => ({ ...edge, a: edge.a + shift, b: edge.b + shift }));
  const ends = (edge: DraftEdge): [number, number, number, number] => [
    draft.x[edge.a] as number,
    draft.y[edge.a] as number,
    draft.x[edge.b] as number,
    draft.y[edge.b] as number,
  ];
  const index = indexSegments(Float64Array.from(others.flatMap(ends)), 500);
  const cuts = others.map((): Cut[] => []);

  let cutsHere: (Cut & { readonly other: number })[] = [];
  let edge: DraftEdge,
    ax = 0,
    ay = 0,
    bx = 0,
    by = 0;
  const meet = (i: number): void => {
    if (cutsHere.some((cut) => cut.other === i)) return;
    const meeting = intersection(ax, ay, bx, by, ...ends(others[i] as DraftEdge));
    if (!meeting) return;
    const at = draft.x.push(ax + (bx - ax) * meeting.t) - 1;
    draft.y.push(ay + (by - ay) * meeting.t);
    cutsHere.push({ node: at, along: meeting.t, other: i });
    cuts[i]?.push({ node: at, along: meeting.u });
  };
  // This runs for every edge of the city: most meet nothing and pass through as they are.
  for (edge of first.edges) {
    ax = draft.x[edge.a] as number;
    ay = draft.y[edge.a] as number;
    bx = draft.x[edge.b] as number;
    by = draft.y[edge.b] as number;
    index.near(ax, ay, bx, by, meet);
    if (cutsHere.length === 0) {
      draft.edges.push(edge);
    } else {
      draft.edges.push(...split(edge, cutsHere));
      cutsHere = [];
    }
  }
  others.forEach((edge, i) => draft.edges.push(...split(edge, cuts[i] ?? [])));
  return draft;
}

interface Cut {
  readonly node: number;
  /** Fraction of the edge's length. */
  readonly along: number;
}

function split(edge: DraftEdge, cuts: readonly Cut[]): DraftEdge[] {
  const stops = [edge.a, ...[...cuts].sort((p, q) => p.along - q.along).map((cut) => cut.node), edge.b];
  return stops.slice(1).map((stop, i) => ({ ...edge, a: stops[i] as number, b: stop }));
}

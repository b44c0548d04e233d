/** The streets as lines between junctions, once their layout is done. */
import type { Mesh } from './mesh.ts';

export interface Lines {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly lines: readonly Line[];
}

export interface Line {
  /** Nodes from one end to the other; those between are bends. */
  readonly nodes: readonly number[];
  readonly street: number;
}

/** How likely a road passes over another where the two cross. */
export type Passes = (above: number, below: number) => boolean;

/**
 * Takes streets from the mesh. Where `passes` says so, one of two roads that cross passes over the other, and there is
 * no way between the two. Pieces that meet in a mere bend become one line; closed ones keep one node.
 */
export function takeLines(mesh: Mesh, passes: Passes): Lines {
  const draft = flyovers(mesh, passes);
  return { x: draft.x, y: draft.y, lines: joinBends(draft) };
}

interface Draft {
  readonly x: number[];
  readonly y: number[];
  readonly ends: (readonly [a: number, b: number])[];
  readonly street: readonly number[];
}

/** Half-edges that leave a node, in order around it. */
function around({ next }: Mesh, half: number): number[] {
  const list = [half];
  for (let at = next[half ^ 1] as number; at !== half; at = next[at ^ 1] as number) list.push(at);
  return list;
}

function flyovers(mesh: Mesh, passes: Passes): Draft {
  const x = [...mesh.x],
    y = [...mesh.y];
  const origin = [...mesh.origin];
  const seen = new Uint8Array(mesh.x.length);
  mesh.origin.forEach((node, half) => {
    if (seen[node] === 1) return;
    seen[node] = 1;
    const halves = around(mesh, half);
    const [p, q, r, s] = halves.map((each) => mesh.street[each >> 1]);
    if (halves.length !== 4 || p === undefined || q === undefined || p !== r || q !== s || p === q) return;
    const above = passes(p, q) ? p : passes(q, p) ? q : null;
    if (above === null) return;
    const over = x.push(mesh.x[node] as number) - 1;
    y.push(mesh.y[node] as number);
    for (const each of halves) if (mesh.street[each >> 1] === above) origin[each] = over;
  });
  return {
    x,
    y,
    street: mesh.street,
    ends: mesh.street.map((_, edge) => [origin[2 * edge] as number, origin[2 * edge + 1] as number] as const),
  };
}

function joinBends({ x, ends, street }: Draft): Line[] {
  const at: number[][] = x.map(() => []);
  ends.forEach(([a, b], edge) => {
    at[a]?.push(edge);
    at[b]?.push(edge);
  });
  const isBend = (node: number): boolean => {
    const [e, f, more] = at[node] as number[];
    return (
      e !== undefined &&
      f !== undefined &&
      more === undefined &&
      e !== f &&
      street[e] === street[f] &&
      leadsOn(ends, e, f, node)
    );
  };
  const done = new Uint8Array(ends.length);
  const follow = (first: number, from: number): Line => {
    const nodes = [from];
    let edge = first;
    for (let node = from; ; ) {
      done[edge] = 1;
      const [a, b] = ends[edge] as readonly [number, number];
      node = a === node ? b : a;
      nodes.push(node);
      const on = isBend(node) && node !== from ? (at[node] as number[]).find((other) => other !== edge) : undefined;
      if (on === undefined || done[on] === 1) break;
      edge = on;
    }
    const [a] = ends[first] as readonly [number, number];
    // As it is drawn: a one-way street keeps its direction.
    return { nodes: a === from ? nodes : nodes.reverse(), street: street[first] as number };
  };
  const lines: Line[] = [];
  ends.forEach(([a, b], edge) => {
    for (const node of [a, b]) if (done[edge] === 0 && !isBend(node)) lines.push(follow(edge, node));
  });
  // What is left are closed streets that meet no other.
  ends.forEach(([a], edge) => {
    if (done[edge] === 0) lines.push(follow(edge, a));
  });
  return lines;
}

/** Whether one edge ends where the other begins, as both are drawn. */
function leadsOn(ends: Draft['ends'], e: number, f: number, node: number): boolean {
  const [, endOfE] = ends[e] as readonly [number, number];
  const [startOfF, endOfF] = ends[f] as readonly [number, number];
  return endOfE === node ? startOfF === node : endOfF === node;
}

import type { Draft } from './draft.ts';
import { createStroke, type Stroke } from './strokes.ts';

/** Joins or divides strokes until there are exactly `count`. */
export function fitCount(draft: Draft, strokes: readonly Stroke[], count: number): Stroke[] {
  return strokes.length > count
    ? joinEnds(draft, strokes, strokes.length - count)
    : divideLongest(draft, strokes, count - strokes.length);
}

/** A road with one name may turn a corner: `times` pairs that meet end to end become one, the least odd pairs first. */
function joinEnds(draft: Draft, strokes: readonly Stroke[], times: number): Stroke[] {
  const current: (Stroke | null)[] = [...strokes];
  let left = times;
  // Each round joins every stroke once at most, so that chains grow evenly.
  for (let round = 0; left > 0; round += 1) {
    const joined = joinRound(draft, current, left);
    if (joined === 0) throw new Error(`No roads are left to join: ${left} too many remain after ${round} rounds.`);
    left -= joined;
  }
  return current.filter((stroke) => stroke !== null);
}

function joinRound(draft: Draft, current: (Stroke | null)[], most: number): number {
  const ends = new Map<number, number[]>();
  current.forEach((stroke, i) => {
    if (!stroke) return;
    for (const node of [stroke.nodes[0], stroke.nodes.at(-1)] as number[]) {
      const list = ends.get(node);
      if (list) list.push(i);
      else ends.set(node, [i]);
    }
  });
  const pairs: { p: number; q: number; node: number; cost: number }[] = [];
  ends.forEach((list, node) => {
    list.forEach((p, k) =>
      list.slice(k + 1).forEach((q) => {
        const cost = p === q ? Infinity : oddness(draft, current[p] as Stroke, current[q] as Stroke, node);
        if (cost < Infinity) pairs.push({ p, q, node, cost });
      }),
    );
  });
  pairs.sort((a, b) => a.cost - b.cost || a.p - b.p || a.q - b.q);
  const touched = new Set<number>();
  let done = 0;
  for (const { p, q, node } of pairs) {
    if (done === most) break;
    if (touched.has(p) || touched.has(q)) continue;
    const joined = join(draft, current[p] as Stroke, current[q] as Stroke, node);
    touched.add(p).add(q);
    current[p] = joined;
    current[q] = null;
    done += 1;
  }
  return done;
}

/** How strange it would be for two strokes to be one road: the corner in radians, a change of width, their length. */
function oddness(draft: Draft, p: Stroke, q: Stroke, node: number): number {
  const gap = Math.abs(p.rank - q.rank);
  if (p.district !== q.district) return Infinity;
  const shared = new Set(p.nodes);
  if (q.nodes.some((other) => other !== node && shared.has(other))) return Infinity;
  const heading = (stroke: Stroke): number => {
    const next = (stroke.nodes[0] === node ? stroke.nodes[1] : stroke.nodes.at(-2)) as number;
    return Math.atan2(
      (draft.y[next] as number) - (draft.y[node] as number),
      (draft.x[next] as number) - (draft.x[node] as number),
    );
  };
  const between = Math.abs(heading(p) - heading(q));
  const corner = Math.PI - Math.min(between, 2 * Math.PI - between);
  return corner + gap * gap + Math.min(p.lengthM, q.lengthM) / 600;
}

function join(draft: Draft, p: Stroke, q: Stroke, node: number): Stroke {
  const before = p.nodes.at(-1) === node ? p : reversed(p);
  const after = q.nodes[0] === node ? q : reversed(q);
  const longer = p.lengthM >= q.lengthM ? p : q;
  const nodes = [...before.nodes, ...after.nodes.slice(1)];
  const joined = createStroke(draft, nodes, [...before.edges, ...after.edges], p.district);
  return { ...joined, rank: longer.rank, line: longer.line };
}

function reversed(stroke: Stroke): Stroke {
  return { ...stroke, nodes: [...stroke.nodes].reverse(), edges: [...stroke.edges].reverse() };
}

/** The longest roads change their name on the way: each cut at the node nearest its middle, `times` cuts in all. */
function divideLongest(draft: Draft, strokes: readonly Stroke[], times: number): Stroke[] {
  const current = [...strokes];
  for (let cut = 0; cut < times; cut += 1) {
    let longest = -1;
    current.forEach((stroke, i) => {
      if (stroke.edges.length > 1 && stroke.lengthM > (current[longest]?.lengthM ?? 0)) longest = i;
    });
    const stroke = current[longest];
    if (!stroke) throw new Error(`No road is left to divide: ${times - cut} more are needed.`);
    const middle = middleNode(draft, stroke);
    const part = (from: number, to: number): Stroke => ({
      ...createStroke(draft, stroke.nodes.slice(from, to + 1), stroke.edges.slice(from, to), stroke.district),
      rank: stroke.rank,
      line: stroke.line,
    });
    current.splice(longest, 1, part(0, middle), part(middle, stroke.edges.length));
  }
  return current;
}

/** Index of the inner node nearest to half the stroke's length. */
function middleNode(draft: Draft, stroke: Stroke): number {
  let passed = 0,
    best = 1,
    off = Infinity;
  for (let i = 1; i < stroke.edges.length; i += 1) {
    passed += createStroke(
      draft,
      stroke.nodes.slice(i - 1, i + 1),
      stroke.edges.slice(i - 1, i),
      stroke.district,
    ).lengthM;
    if (Math.abs(passed - stroke.lengthM / 2) >= off) continue;
    off = Math.abs(passed - stroke.lengthM / 2);
    best = i;
  }
  return best;
}

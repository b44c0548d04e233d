/** Ways that may be driven: from node to node. */
export interface Ways {
  readonly nodeCount: number;
  readonly from: readonly number[];
  readonly to: readonly number[];
  /** By way: whether it may be driven, and whether back as well. */
  readonly drivable: readonly boolean[];
  readonly oneWay: readonly boolean[];
}

/**
 * Which one-way streets stay so, by way. One that would keep a driver from coming back from somewhere, or from getting
 * there, is opened both ways; again and again, until all that can be driven is one strongly connected whole, as far as
 * streets allow it at all.
 */
export function soundOneWays({ nodeCount, from, to, drivable, oneWay }: Ways): boolean[] {
  const kept = oneWay.map((value, way) => value && drivable[way] === true);
  for (;;) {
    const part = strongParts(nodeCount, arcs({ nodeCount, from, to, drivable, oneWay: kept }));
    const wrong = kept.flatMap((value, way) =>
      value && part[from[way] as number] !== part[to[way] as number] ? [way] : [],
    );
    if (wrong.length === 0) return kept;
    for (const way of wrong) kept[way] = false;
  }
}

function arcs({ nodeCount, from, to, drivable, oneWay }: Ways): readonly (readonly number[])[] {
  const out: number[][] = Array.from({ length: nodeCount }, () => []);
  from.forEach((a, way) => {
    const b = to[way] as number;
    if (drivable[way] !== true) return;
    out[a]?.push(b);
    if (oneWay[way] !== true) out[b]?.push(a);
  });
  return out;
}

/** Strongly connected part of every node (Tarjan 1972, without recursion). */
export function strongParts(nodeCount: number, out: readonly (readonly number[])[]): Int32Array {
  const part = new Int32Array(nodeCount).fill(-1);
  const order = new Int32Array(nodeCount).fill(-1);
  const low = new Int32Array(nodeCount);
  const step = new Int32Array(nodeCount);
  const open: number[] = [];
  let count = 0,
    parts = 0;
  for (let root = 0; root < nodeCount; root += 1) {
    if (order[root] !== -1) continue;
    const path = [root];
    for (let node = path.at(-1); node !== undefined; node = path.at(-1)) {
      if (order[node] === -1) {
        order[node] = low[node] = count;
        count += 1;
        open.push(node);
      }
      const onward = out[node]?.[step[node] as number];
      if (onward !== undefined) {
        step[node] = (step[node] as number) + 1;
        if (order[onward] === -1) path.push(onward);
        else if (part[onward] === -1) low[node] = Math.min(low[node] as number, order[onward] as number);
        continue;
      }
      path.pop();
      const before = path.at(-1);
      if (before !== undefined) low[before] = Math.min(low[before] as number, low[node] as number);
      if (low[node] !== order[node]) continue;
      for (let member = open.pop(); member !== undefined; member = open.pop()) {
        part[member] = parts;
        if (member === node) break;
      }
      parts += 1;
    }
  }
  return part;
}

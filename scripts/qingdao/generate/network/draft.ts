/** Streets while they are being laid out, on the plane in metres. */
export interface Draft {
  readonly x: number[];
  readonly y: number[];
  readonly edges: DraftEdge[];
}

export interface DraftEdge {
  a: number;
  b: number;
  /** Rank of the line it belongs to: 0 the widest (trunk) … 4 residential. */
  readonly rank: number;
  /** Number of the line it is a piece of: pieces of one line that meet are one street. */
  readonly line: number;
}

/** Edge numbers at every node. */
export function incidence(draft: Draft): number[][] {
  const at: number[][] = draft.x.map(() => []);
  draft.edges.forEach((edge, i) => {
    at[edge.a]?.push(i);
    at[edge.b]?.push(i);
  });
  return at;
}

export function lengthM(draft: Draft, edge: DraftEdge): number {
  const { x, y } = draft;
  return Math.hypot((x[edge.a] as number) - (x[edge.b] as number), (y[edge.a] as number) - (y[edge.b] as number));
}

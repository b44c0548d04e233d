/** Filters in CQL2 (OGC 21-065r2) as syntax trees: the shape of CQL2 JSON. */

export type Cql2 =
  | { readonly op: 'and' | 'or'; readonly args: readonly Cql2[] }
  | { readonly op: 'not'; readonly args: readonly [Cql2] };

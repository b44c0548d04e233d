import type { SearchHit } from '../../../tiles/api/wire.ts';

export interface HitGroup {
  readonly layer: string;
  readonly hits: readonly SearchHit[];
  /** Place of the group's first hit among all, as the arrow keys count. */
  readonly first: number;
}

/** Hits by layer; the layer of the best hit comes first. */
export function groupHits(hits: readonly SearchHit[]): readonly HitGroup[] {
  const layers = [...new Set(hits.map((hit) => hit.layer))];
  let first = 0;
  return layers.map((layer) => {
    const group = { layer, hits: hits.filter((hit) => hit.layer === layer), first };
    first += group.hits.length;
    return group;
  });
}

import { PROVENANCES, type Provenance } from '../../../tiles/layer/layer.ts';
import type { LayerInfo } from '../../../tiles/api/wire.ts';

/** Share of each kind among all features of the layers, 0–1; all zero where there are none. */
export function provenanceShares(
  layers: readonly Pick<LayerInfo, 'provenance'>[],
): Readonly<Record<Provenance, number>> {
  const count = (kind: Provenance): number => layers.reduce((sum, layer) => sum + (layer.provenance[kind] ?? 0), 0);
  const total = PROVENANCES.reduce((sum, kind) => sum + count(kind), 0);
  const share = (kind: Provenance): number => (total === 0 ? 0 : count(kind) / total);
  return {
    official: share('official'),
    imported: share('imported'),
    approximate: share('approximate'),
    synthetic: share('synthetic'),
  };
}

/** The kinds a layer holds, most frequent first. */
export function provenanceKinds(layer: Pick<LayerInfo, 'provenance'>): readonly Provenance[] {
  const count = (kind: Provenance): number => layer.provenance[kind] ?? 0;
  return PROVENANCES.filter((kind) => count(kind) > 0).sort((a, b) => count(b) - count(a));
}

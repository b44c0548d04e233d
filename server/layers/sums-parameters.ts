import type { LayerDefinition } from '../../tiles/layer/layer.ts';

/** Ids of layers, and what the clusters of each add up: array literals, as arrays of arrays must be rectangular. */
export function sumsParameters(
  layers: readonly LayerDefinition[],
): readonly [ids: readonly string[], sums: readonly string[]] {
  return [layers.map(({ id }) => id), layers.map(({ sums = [] }) => `{${sums.join()}}`)];
}

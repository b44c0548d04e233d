import type { LayerDefinition } from '../layer/layer.ts';

/** The layer as coloured by another attribute of its style; unchanged where that is none of its alternatives. */
export function coloredBy<L extends LayerDefinition>(layer: L, attribute: string | undefined): L {
  const by = layer.style.alternatives?.find((each) => each.attribute === attribute);
  return by === undefined ? layer : { ...layer, style: { ...layer.style, by } };
}

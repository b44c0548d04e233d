import type { AttributeValue, LayerDefinition, Text } from '../../../tiles/layer.ts';

/** A feature's name in the reader's language, in Chinese where it has no other; null where it has none. */
export function nameOf(
  layer: Pick<LayerDefinition, 'name'>, properties: Readonly<Record<string, AttributeValue>>, text: (text: Text) => string,
): string | null {
  const zh = properties[layer.name.zh];
  if (typeof zh !== 'string' || zh === '') return null;
  const en = layer.name.en === undefined ? undefined : properties[layer.name.en];
  return text({ zh, en: typeof en === 'string' && en !== '' ? en : zh });
}

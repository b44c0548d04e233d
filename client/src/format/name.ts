import type { AttributeValue, LayerDefinition, Text } from '../../../tiles/layer/layer.ts';

type Properties = Readonly<Record<string, AttributeValue>>;

/** A feature's name in the reader's language, in Chinese where it has no other; null where it has none. */
export function nameOf(
  layer: Pick<LayerDefinition, 'name'>,
  properties: Properties,
  text: (text: Text) => string,
): string | null {
  const names = namesOf(layer, properties);
  return names === null ? null : text(names);
}

/** A feature's name in both languages, where it has one at all. */
export function namesOf(layer: Pick<LayerDefinition, 'name'>, properties: Properties): Text | null {
  const zh = properties[layer.name.zh];
  if (typeof zh !== 'string' || zh === '') return null;
  const en = layer.name.en === undefined ? undefined : properties[layer.name.en];
  return { zh, en: typeof en === 'string' && en !== '' ? en : zh };
}

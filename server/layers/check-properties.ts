import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import { BadParameter } from '../platform/http/errors.ts';
import { LAYERS } from './messages.ts';

/** The attributes themselves, once all of them are of the layer. Throws `BadParameter`. */
export function checkProperties(layer: LayerDefinition, properties: readonly string[]): readonly string[] {
  const unknown = properties.find((property) => !Object.hasOwn(layer.attributes, property));
  if (unknown === undefined) return properties;
  throw new BadParameter('properties', LAYERS['not-a-property'], {
    layer: layer.id,
    value: unknown,
    choices: Object.keys(layer.attributes).join(', '),
  });
}

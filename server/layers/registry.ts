import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import { BadParameter, UnknownLayer } from '../platform/http/errors.ts';
import { nearMatches } from '../platform/text/near-matches.ts';
import { attributeSchema, type AttributeSchema } from './catalogue-schema.ts';

/**
 * The layers that the service serves, in the order of their ids. Nobody signs in yet, so every answer is for the
 * public, and the registry leaves internal layers out: for its readers they do not exist.
 */
export class LayerRegistry {
  readonly #byId: ReadonlyMap<string, LayerDefinition>;
  readonly list: readonly LayerDefinition[];

  constructor(layers: readonly LayerDefinition[]) {
    this.list = layers
      .filter(({ visibility }) => visibility === 'public')
      .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
    this.#byId = new Map(this.list.map((layer) => [layer.id, layer]));
  }

  get(id: string): LayerDefinition | undefined {
    return this.#byId.get(id);
  }

  /** The layer of an id. Throws `UnknownLayer`, which names ids that are spelt alike. */
  layer(id: string): LayerDefinition {
    const layer = this.get(id);
    if (layer !== undefined) return layer;
    throw new UnknownLayer(
      id,
      nearMatches(
        id,
        this.list.map((each) => each.id),
      ),
    );
  }

  /** The layers of a list of ids, which names at least one. Throws `UnknownLayer` or `BadParameter`. */
  layers(ids: readonly string[], parameter = 'layers'): LayerDefinition[] {
    if (ids.length === 0) throw new BadParameter(parameter, 'missing-parameter');
    return ids.map((id) => this.layer(id));
  }

  /** JSON Schema (draft 2020-12) of the attributes of a layer's features. Throws `UnknownLayer`. */
  schema(id: string): AttributeSchema {
    return attributeSchema(this.layer(id));
  }
}

/** What a reader needs that only looks layers up. */
export type LayerLookup = Pick<LayerRegistry, 'get' | 'list'>;

/** A registry of the layers of the catalogue. */
export function registryOf({ layers }: { readonly layers: readonly LayerDefinition[] }): LayerRegistry {
  return new LayerRegistry(layers);
}

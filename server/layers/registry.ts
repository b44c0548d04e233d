import { createHash } from 'node:crypto';
import type { LayerDefinition, LayerRole, Theme } from '../../tiles/layer/layer.ts';
import { DatabaseUnavailable } from '../platform/db/errors.ts';
import { BadParameter, UnknownLayer } from '../platform/http/errors.ts';
import { nearMatches } from '../platform/text/near-matches.ts';
import type { Catalogue } from './catalogue.ts';
import { ofCity, type City } from './city.ts';
import { attributeSchema, type AttributeSchema } from './catalogue-schema.ts';
import { FEATURE_TABLE } from './feature-table-source.ts';
import type { LayerSource } from './source.ts';

/** Gets the id of a layer that was added, defined anew or removed. */
export type RegistryListener = (layer: string) => void;

interface Entry {
  readonly layer: LayerDefinition;
  readonly source: LayerSource;
}

/**
 * The layers that the service serves, in the order of their ids, and where the data of each lives. It may change while
 * the service runs; caches of what was made from a definition listen. Nobody signs in yet, so every answer is for the
 * public, and the registry leaves internal layers out.
 */
export class LayerRegistry {
  /** Whose layers they are. */
  readonly city: City;
  readonly #byId = new Map<string, Entry>();
  readonly #listeners = new Set<RegistryListener>();
  readonly #expected = new Set<string>();
  #themes: readonly Theme[] = [];
  #list: readonly LayerDefinition[] | null = null;
  #digest: string | null = null;
  #version = 0;

  constructor(city: City) {
    this.city = city;
  }

  get list(): readonly LayerDefinition[] {
    this.#list ??= [...this.#byId.values()]
      .map(({ layer }) => layer)
      .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
    return this.#list;
  }

  /** Rises with every change of the registry. */
  get version(): number {
    return this.#version;
  }

  /** The same for the same definitions, in every process: tells a map whether those it knows still hold. */
  get digest(): string {
    this.#digest ??= createHash('sha256').update(JSON.stringify(this.list)).digest('base64url').slice(0, 22);
    return this.#digest;
  }

  /** Sources of the layers, each once. The feature table is among them even where it holds no layer. */
  get sources(): ReadonlySet<LayerSource> {
    return new Set([FEATURE_TABLE, ...[...this.#byId.values()].map(({ source }) => source)]);
  }

  /** Groups of the layer list, in its order: those of databases of tables, then the city's. */
  get themes(): readonly Theme[] {
    return [...this.#themes, ...this.city.themes];
  }

  /** Groups ahead of the city's own. */
  setThemes(themes: readonly Theme[]): void {
    this.#themes = themes;
  }

  /** Notes a source whose layers nobody knows yet: any unknown id may be one of them. */
  expect(source: string): void {
    this.#expected.add(source);
  }

  /** The layers of a source are known now. */
  expectNoLonger(source: string): void {
    this.#expected.delete(source);
  }

  get(id: string): LayerDefinition | undefined {
    return this.#byId.get(id)?.layer;
  }

  /** The layer that has a role in the city, such as `district`; undefined where none has it. */
  playing(role: LayerRole): LayerDefinition | undefined {
    return this.list.find((layer) => layer.role === role);
  }

  /**
   * The layer of an id, which a parameter of the request names. Throws `UnknownLayer`, which names ids that are spelt
   * alike; `DatabaseUnavailable` where it may be of a source that was lost from the start.
   */
  layer(id: string, parameter?: string): LayerDefinition {
    return this.#entry(id, parameter).layer;
  }

  /** The layers of a list of ids, which names at least one. Throws `UnknownLayer` or `BadParameter`. */
  layers(ids: readonly string[], parameter = 'layers'): LayerDefinition[] {
    if (ids.length === 0) throw new BadParameter(parameter, 'missing-parameter');
    return ids.map((id) => this.layer(id, parameter));
  }

  /** Where the data of a layer lives. Throws `UnknownLayer`. */
  sourceOf(id: string): LayerSource {
    return this.#entry(id).source;
  }

  /** Layers by where their data lives. Throws `UnknownLayer`. */
  bySource(layers: readonly LayerDefinition[]): ReadonlyMap<LayerSource, readonly LayerDefinition[]> {
    const groups = new Map<LayerSource, LayerDefinition[]>();
    for (const layer of layers) {
      const source = this.sourceOf(layer.id);
      groups.set(source, [...(groups.get(source) ?? []), layer]);
    }
    return groups;
  }

  /** JSON Schema (draft 2020-12) of the attributes of a layer's features. Throws `UnknownLayer`. */
  schema(id: string): AttributeSchema {
    return attributeSchema(this.layer(id));
  }

  /** Adds a layer, or defines it anew. A layer that is internal from now on is removed. */
  set(layer: LayerDefinition, source: LayerSource): void {
    if (layer.visibility !== 'public') {
      this.remove(layer.id);
      return;
    }
    this.#byId.set(layer.id, { layer: ofCity(layer, this.city), source });
    this.#tell(layer.id);
  }

  /** Does nothing where the layer is not there. */
  remove(id: string): void {
    if (this.#byId.delete(id)) this.#tell(id);
  }

  /** Calls `listener` after every change. @returns a function that ends the subscription */
  onChange(listener: RegistryListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #entry(id: string, parameter?: string): Entry {
    const entry = this.#byId.get(id);
    if (entry !== undefined) return entry;
    const [source] = this.#expected;
    if (source !== undefined)
      throw new DatabaseUnavailable(new Error(`Nobody knows yet whether it has ${id}.`), source);
    throw new UnknownLayer(
      id,
      nearMatches(
        id,
        this.list.map((each) => each.id),
      ),
      parameter,
    );
  }

  #tell(id: string): void {
    this.#list = null;
    this.#digest = null;
    this.#version += 1;
    for (const listener of this.#listeners) listener(id);
  }
}

/** The part of a registry that finds layers. */
export type LayerLookup = Pick<LayerRegistry, 'get' | 'list' | 'playing' | 'city' | 'sourceOf'>;

/** A registry of the layers of the catalogue, whose features lie in the table `feature`. */
export function registryOf({ layers, city }: Pick<Catalogue, 'layers' | 'city'>): LayerRegistry {
  const registry = new LayerRegistry(city);
  for (const layer of layers) registry.set(layer, FEATURE_TABLE);
  return registry;
}

import type { AttributeValue, LayerDefinition } from '../../tiles/layer/layer.ts';
import { mapProperties, readField, unlabel } from './attributes.ts';
import { distanceM, firstPosition, geometryToWgs84 } from './datum.ts';
import { geometryErrors, isGeometry } from './geometry.ts';
import type { Datum, EncodedGeometry, LoadError, Message, SourceFeature } from './types.ts';
import { encodeGeometry } from './wkb.ts';

/** A feature in the terms of its layer. Every step behind the first works on this one form of it. */
export interface NormalisedFeature {
  readonly number: number;
  readonly id: string | null;
  /** Null where `geometryErrors` says what is wrong with it, or the reader has said so. */
  readonly geometry: EncodedGeometry | null;
  readonly geometryErrors: readonly Message[];
  /** How far the conversion to WGS 84 moved its first position. */
  readonly movedM: number;
  /** `assignAreas` adds to them what the file does not say. */
  readonly attributes: Record<string, AttributeValue>;
  /** As the file has it. */
  readonly provenance: unknown;
}

export interface NormalisedFile {
  readonly features: readonly NormalisedFeature[];
  /** Attributes that the file has a property for. */
  readonly given: ReadonlySet<string>;
  /** Properties that are left out. */
  readonly dropped: readonly string[];
  /** Errors of the properties: two for one attribute, or unknown ones. */
  readonly errors: readonly LoadError[];
}

export interface NormaliseOptions {
  readonly layer: LayerDefinition;
  readonly datum: Datum;
  readonly ignoreUnknown: boolean;
  /** Property that holds the ids; it need not be an attribute of the layer. */
  readonly idAttribute: string | null;
  /** Names of all properties of the file, where `source` is a part of it. */
  readonly names?: ReadonlySet<string>;
}

/** Names the attributes as the layer does, reads texts as their types, and has positions in WGS 84, encoded. */
export function normalise(source: readonly SourceFeature[], options: NormaliseOptions): NormalisedFile {
  const { layer, datum, ignoreUnknown, idAttribute } = options;
  const mapping = mapProperties(options.names ?? propertyNames(source), layer);
  const unknown = mapping.unknown.filter((name) => name !== 'provenance');
  const ignored = new Set(unknown.filter((name) => ignoreUnknown || name === idAttribute));
  return {
    features: source.map((item) => normaliseFeature(item, layer, mapping.attributes, datum)),
    given: new Set(mapping.attributes.values()),
    dropped: [...ignored].filter((name) => name !== idAttribute),
    errors: [
      ...mapping.errors.map((error) => ({ feature: 0, ...error })),
      ...unknown.filter((name) => !ignored.has(name)).flatMap((name) => unknownError(source, name)),
    ],
  };
}

function normaliseFeature(
  item: SourceFeature,
  layer: LayerDefinition,
  mapping: ReadonlyMap<string, string>,
  datum: Datum,
): NormalisedFeature {
  const { number, id } = item;
  const attributes = readAttributes(item, layer, mapping);
  const { provenance } = item.properties;
  // An undefined geometry was told by the reader already.
  const errors = item.geometry === undefined ? [] : geometryErrors(item.geometry, layer.geometry);
  if (errors.length > 0 || !isGeometry(item.geometry))
    return { number, id, geometry: null, geometryErrors: errors, movedM: 0, attributes, provenance };
  const converted = geometryToWgs84(item.geometry, datum);
  const geometry = encodeGeometry(converted);
  const movedM = converted === item.geometry ? 0 : distanceM(firstPosition(item.geometry), geometry.at);
  return { number, id, geometry, geometryErrors: errors, movedM, attributes, provenance };
}

export function propertyNames(source: readonly SourceFeature[]): Set<string> {
  const names = new Set<string>();
  for (const { properties } of source) for (const name of Object.keys(properties)) names.add(name);
  return names;
}

/** One error a property, however many features have it; empty ones say nothing. */
function unknownError(source: readonly SourceFeature[], property: string): LoadError[] {
  const having = source.filter(
    ({ properties }) =>
      properties[property] !== undefined && properties[property] !== null && properties[property] !== '',
  );
  const [first] = having;
  if (first === undefined) return [];
  const id = first.id === null ? {} : { id: first.id };
  return [{ feature: first.number, ...id, property, message: 'unknown', params: { count: having.length } }];
}

function readAttributes(
  item: SourceFeature,
  layer: LayerDefinition,
  mapping: ReadonlyMap<string, string>,
): Record<string, AttributeValue> {
  const attributes: Record<string, AttributeValue> = {};
  for (const [name, raw] of Object.entries(item.properties)) {
    const id = mapping.get(name);
    const attribute = id === undefined ? undefined : layer.attributes[id];
    if (id === undefined || attribute === undefined) continue;
    const named = unlabel(raw, attribute);
    const value = item.text && typeof named === 'string' ? readField(named, attribute) : asValue(named);
    if (value !== null) attributes[id] = value;
  }
  return attributes;
}

/** Lists and objects are not flat; they are read as their JSON text. */
function asValue(value: unknown): AttributeValue {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null
    ? value
    : (JSON.stringify(value) ?? null);
}

import type { AttributeCheck } from '../layers/catalogue.ts';
import { isFeatureId, MAX_FEATURE_ID } from '../../tiles/layer/feature-id.ts';
import { PROVENANCES } from '../../tiles/layer/layer.ts';
import type { AttributeValue, LayerDefinition, Provenance } from '../../tiles/layer/layer.ts';
import { explain, mapProperties, readField, unlabel } from './attributes.ts';
import { distanceM, firstPosition, geometryToWgs84 } from './datum.ts';
import { geometryFaults, isGeometry } from './geometry.ts';
import type { CheckedFeature, Datum, Fault, Message, SourceFeature } from './types.ts';

export interface CheckOptions {
  readonly layer: LayerDefinition;
  readonly check: AttributeCheck;
  readonly datum: Datum;
  /** For features that do not say theirs. */
  readonly provenance: Provenance;
  readonly ignoreUnknown: boolean;
  /** Property that holds the ids; it need not be an attribute of the layer. */
  readonly idAttribute: string | null;
  /** Attributes that the file says nothing of, filled from where features lie. */
  readonly derived?: readonly string[];
}

const UNSTORABLE = /[\0\p{Cs}]/u;

export interface CheckResult {
  readonly features: readonly CheckedFeature[];
  readonly faults: readonly Fault[];
  readonly notes: readonly Message[];
}

/**
 * Checks every feature against the layer, and converts positions to WGS 84. Looks at the file alone, not at the
 * database.
 */
export function checkFeatures(source: readonly SourceFeature[], options: CheckOptions): CheckResult {
  const mapping = mapProperties(propertyNames(source), options.layer);
  const ignored = new Set([
    ...mapping.unknown.filter((name) => options.ignoreUnknown || name === options.idAttribute),
    'provenance',
  ]);
  const faults: Fault[] = [
    ...mapping.faults.map((fault) => ({ feature: 0, ...fault })),
    ...mapping.unknown.filter((name) => !ignored.has(name)).flatMap((name) => unknownFault(source, name)),
  ];
  const features: CheckedFeature[] = [];
  const numberOf = new Map<string, number>();
  let movedM = 0;
  for (const item of source) {
    const found: Fault[] = [];
    const attributes = readAttributes(item, options.layer, mapping.attributes);
    const tell = (message: Message & { property?: string }): void => {
      found.push({ feature: item.number, ...idOf(item), ...message });
    };
    if (item.id === null) tell({ message: 'id-missing' });
    else if (!isFeatureId(item.id)) tell({ message: 'id-unusable', params: { max: MAX_FEATURE_ID } });
    else if (numberOf.has(item.id))
      tell({ message: 'id-twice', params: { id: item.id, first: numberOf.get(item.id) ?? 0 } });
    else numberOf.set(item.id, item.number);
    // An undefined geometry was told by the reader already.
    if (item.geometry !== undefined) geometryFaults(item.geometry, options.layer.geometry).forEach(tell);
    const placed = item.geometry !== undefined && found.every((fault) => fault.message.startsWith('id-'));
    for (const fault of attributeFaults(options.check(attributes), options.layer)) {
      const derived = fault.message === 'required' && options.derived?.includes(fault.property ?? '') === true;
      // Without a place there is nothing to derive from, and the fault of the place is the one that tells.
      if (!derived) tell(fault);
      else if (placed) tell({ ...fault, message: 'required-not-placed' });
    }
    textFaults(attributes).forEach(tell);
    const provenance = readProvenance(item.properties.provenance, options.provenance);
    if (provenance === null)
      tell({
        message: 'provenance-unknown',
        params: { value: String(item.properties.provenance) },
        property: 'provenance',
      });
    faults.push(...found);
    if (found.length > 0 || item.id === null || provenance === null || !isGeometry(item.geometry)) continue;
    const geometry = geometryToWgs84(item.geometry, options.datum);
    if (geometry !== item.geometry) movedM += distanceM(firstPosition(item.geometry), firstPosition(geometry));
    features.push({ number: item.number, id: item.id, geometry, attributes, provenance });
  }
  return { features, faults, notes: notesOf(options, ignored, features.length === 0 ? 0 : movedM / features.length) };
}

/** One fault a property, however many features have it; empty ones say nothing. */
function unknownFault(source: readonly SourceFeature[], property: string): Fault[] {
  const having = source.filter(
    ({ properties }) =>
      properties[property] !== undefined && properties[property] !== null && properties[property] !== '',
  );
  const [first] = having;
  return first === undefined
    ? []
    : [{ feature: first.number, ...idOf(first), property, message: 'unknown', params: { count: having.length } }];
}

/** The first fault of every attribute: a code that breaks its pattern usually breaks its format as well. */
function attributeFaults(
  errors: ReturnType<AttributeCheck>,
  layer: LayerDefinition,
): (Message & { property?: string })[] {
  const told = new Map<string, Message & { property?: string }>();
  for (const error of errors) {
    const fault = explain(error, layer);
    const property = fault.property ?? '';
    if (!told.has(property)) told.set(property, fault);
  }
  return [...told.values()];
}

/** JSON may hold what no database stores as text: zero bytes, and halves of surrogate pairs. */
function textFaults(attributes: Readonly<Record<string, AttributeValue>>): (Message & { property: string })[] {
  return Object.entries(attributes)
    .filter(([, value]) => typeof value === 'string' && UNSTORABLE.test(value))
    .map(([property]) => ({ property, message: 'text-unstorable' }));
}

function idOf(item: SourceFeature): { id?: string } {
  return item.id === null ? {} : { id: item.id };
}

function notesOf(options: CheckOptions, ignored: ReadonlySet<string>, movedM: number): Message[] {
  const dropped = [...ignored].filter((name) => name !== 'provenance' && name !== options.idAttribute);
  return [
    ...(movedM > 0
      ? [{ message: 'converted' as const, params: { datum: options.datum, metres: Math.round(movedM) } }]
      : []),
    ...(dropped.length > 0 ? [{ message: 'dropped' as const, params: { names: dropped.join(', ') } }] : []),
  ];
}

function propertyNames(source: readonly SourceFeature[]): Set<string> {
  const names = new Set<string>();
  for (const { properties } of source) for (const name of Object.keys(properties)) names.add(name);
  return names;
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

function readProvenance(value: unknown, otherwise: Provenance): Provenance | null {
  if (value === undefined || value === null || value === '') return otherwise;
  return PROVENANCES.find((provenance) => provenance === value) ?? null;
}

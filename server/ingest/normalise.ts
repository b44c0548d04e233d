import type { Attribute, AttributeValue, LayerDefinition } from '../../tiles/layer/layer.ts';
import { CHINA_TIME } from '../../tiles/filter/cql2/time.ts';
import { mapColumns } from './columns.ts';
import type { ColumnMap, Mapping } from './columns.ts';
import { contentKey } from './content-ids.ts';
import { distanceM, firstPosition, geometryToWgs84 } from './datum.ts';
import { geometryErrors, isGeometry } from './geometry.ts';
import { bothNotations, decimalOf } from './numbers.ts';
import type { DecimalNotation, DecimalSign } from './numbers.ts';
import { orderOfColumn } from './times.ts';
import type { DateNumbers, DateOrder } from './times.ts';
import type { Datum, EncodedGeometry, LoadError, Message, SourceFeature } from './types.ts';
import { readValue, unlabel } from './values.ts';
import type { ValueOptions } from './values.ts';
import { encodeGeometry } from './wkb.ts';

/** A feature in the terms of its layer. Every step behind the first works on this one form of it. */
export interface NormalisedFeature {
  readonly number: number;
  readonly id: string | null;
  /** Null where `geometryErrors` says what is wrong with it, or the reader has said so. */
  readonly geometry: EncodedGeometry | null;
  readonly geometryErrors: readonly Message[];
  /** True for an area of a layer of points, which `pointsOfAreas` makes a point. */
  readonly isArea: boolean;
  /** How far the conversion to WGS 84 moved its first position. */
  readonly movedM: number;
  /** `assignAreas` adds to them what the file does not say. */
  readonly attributes: Record<string, AttributeValue>;
  /** What is wrong with values, where it is more than the layer's schema can tell. */
  readonly valueErrors: readonly (Message & { readonly property: string })[];
  /** What tells features apart that have no ids; null where nobody asked for it. */
  readonly content: string | null;
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
  /** The attribute that each property was taken for. */
  readonly taken: ReadonlyMap<string, string>;
  readonly notes: readonly Message[];
}

export interface NormaliseOptions {
  readonly layer: LayerDefinition;
  readonly datum: Datum;
  readonly ignoreUnknown: boolean;
  /** Property that holds the ids; it need not be an attribute of the layer. */
  readonly idAttribute: string | null;
  /** What somebody has said of properties. */
  readonly map?: ColumnMap;
  /** What the file's coordinates show. */
  readonly fileDecimal?: DecimalNotation;
  readonly decimal?: DecimalSign | null;
  readonly dateOrder?: DateOrder | null;
  readonly dateNumbers?: DateNumbers | null;
  readonly idsFromContent?: boolean;
  /** Names of all properties of the file, where `source` is a part of it. */
  readonly names?: ReadonlySet<string>;
  /** False for a part of a file: what another part shows of how numbers and dates are written is not known here. */
  readonly infers?: boolean;
}

/** Names the attributes as the layer does, reads texts as their types, and has positions in WGS 84, encoded. */
export function normalise(source: readonly SourceFeature[], options: NormaliseOptions): NormalisedFile {
  const { layer, ignoreUnknown, idAttribute } = options;
  const mapping = mapColumns(options.names ?? propertyNames(source), layer, options.map);
  const unknown = mapping.unknown.filter((name) => name !== 'provenance');
  const ignored = new Set(unknown.filter((name) => ignoreUnknown || name === idAttribute));
  const reading = new Reading(source, mapping, options);
  return {
    features: source.map((item) => normaliseFeature(item, reading, options)),
    given: new Set(mapping.attributes.values()),
    dropped: [...[...ignored].filter((name) => name !== idAttribute), ...mapping.leftOut],
    errors: [
      ...mapping.errors.map((error) => ({ feature: 0, ...error })),
      ...unknown.filter((name) => !ignored.has(name)).flatMap((name) => unknownError(source, name)),
    ],
    taken: mapping.attributes,
    notes: reading.notes(),
  };
}

function normaliseFeature(
  item: SourceFeature,
  reading: Reading,
  { layer, datum, idsFromContent }: NormaliseOptions,
): NormalisedFeature {
  const { number, id } = item;
  const { attributes, errors: valueErrors } = reading.attributesOf(item);
  const { provenance } = item.properties;
  const isArea = layer.geometry === 'Point' && isAreaShape(item.geometry);
  // An undefined geometry was told by the reader already.
  const errors = item.geometry === undefined ? [] : geometryErrors(item.geometry, isArea ? 'Polygon' : layer.geometry);
  const common = { number, id, attributes, valueErrors, provenance, geometryErrors: errors, isArea };
  if (errors.length > 0 || !isGeometry(item.geometry)) return { ...common, geometry: null, movedM: 0, content: null };
  const converted = geometryToWgs84(item.geometry, datum);
  const geometry = encodeGeometry(converted);
  const movedM = converted === item.geometry ? 0 : distanceM(firstPosition(item.geometry), geometry.at);
  const content = idsFromContent === true && id === null ? contentKey(attributes, converted) : null;
  return { ...common, geometry, movedM, content };
}

function isAreaShape(geometry: unknown): boolean {
  if (typeof geometry !== 'object' || geometry === null || !('type' in geometry)) return false;
  return geometry.type === 'Polygon' || geometry.type === 'MultiPolygon';
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

interface Column {
  readonly id: string;
  readonly attribute: Attribute;
  readonly options: ValueOptions;
}

/** Reads values as the file as a whole writes them, and keeps count of what it leaves out. */
class Reading {
  readonly #columns = new Map<string, Column>();
  readonly #notes: Message[] = [];
  /** By attribute and kind: how many values, and the first of them. */
  readonly #lost = new Map<string, { readonly note: Message; count: number }>();

  constructor(source: readonly SourceFeature[], { attributes }: Mapping, options: NormaliseOptions) {
    const { layer } = options;
    const texts = (name: string): Iterable<string> => textsOf(source, name);
    const columns = [...attributes].flatMap(([name, id]) => {
      const attribute = layer.attributes[id];
      return attribute === undefined ? [] : [{ name, id, attribute }];
    });
    let decimal: DecimalNotation = options.decimal ?? options.fileDecimal ?? null;
    const infers = options.infers !== false;
    if (infers && (options.decimal === null || options.decimal === undefined))
      for (const { name, attribute } of columns)
        if (attribute.type === 'integer' || attribute.type === 'number')
          decimal = bothNotations(decimal, decimalOf(texts(name)));
    if (decimal === 'comma') this.#notes.push({ message: 'decimal-comma' });
    for (const { name, id, attribute } of columns) {
      const isTime = attribute.format === 'date' || attribute.format === 'date-time';
      const isOpen = infers && isTime && (options.dateOrder ?? null) === null;
      const proven = isOpen ? orderOfColumn(texts(name)) : null;
      if (proven !== null)
        this.#notes.push({
          message: 'date-order-taken',
          params: { property: name, order: `{order-${proven.order}}`, proof: proven.proof },
        });
      this.#columns.set(name, {
        id,
        attribute,
        options: {
          decimal,
          order: options.dateOrder ?? proven?.order ?? null,
          numbers: options.dateNumbers ?? null,
          timeZone: layer.timeZone ?? CHINA_TIME,
        },
      });
    }
  }

  attributesOf(item: SourceFeature): {
    readonly attributes: Record<string, AttributeValue>;
    readonly errors: readonly (Message & { readonly property: string })[];
  } {
    const attributes: Record<string, AttributeValue> = {};
    const errors: (Message & { property: string })[] = [];
    for (const [name, raw] of Object.entries(item.properties)) {
      const column = this.#columns.get(name);
      if (column === undefined) continue;
      const { value, problem, lost } = readValue(unlabel(raw, column.attribute), column.attribute, column.options);
      if (value !== null) attributes[column.id] = value;
      if (problem !== undefined) errors.push({ property: column.id, ...problem });
      if (lost !== undefined) this.#count(lost, column.id, raw);
    }
    return { attributes, errors };
  }

  notes(): Message[] {
    const lost = [...this.#lost.values()].map(({ note, count }) => ({ ...note, params: { ...note.params, count } }));
    return [...this.#notes, ...lost];
  }

  #count(message: 'time-left-out' | 'read-as-empty', property: string, raw: unknown): void {
    const key = `${message} ${property}`;
    const known = this.#lost.get(key);
    if (known !== undefined) known.count += 1;
    else this.#lost.set(key, { note: { message, params: { property, value: String(raw) } }, count: 1 });
  }
}

function* textsOf(source: readonly SourceFeature[], name: string): Generator<string> {
  for (const { properties } of source) {
    const value = properties[name];
    if (typeof value === 'string' && value !== '') yield value;
  }
}

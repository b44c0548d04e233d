import type { AttributeCheck } from '../layers/catalogue.ts';
import { isFeatureId, MAX_FEATURE_ID } from '../../tiles/layer/feature-id.ts';
import { PROVENANCES } from '../../tiles/layer/layer.ts';
import type { AttributeValue, LayerDefinition, Provenance } from '../../tiles/layer/layer.ts';
import { plainText } from '../platform/text/plain-text.ts';
import { explain } from './explain.ts';
import { normalise } from './normalise.ts';
import type { NormalisedFeature, NormalisedFile, NormaliseOptions } from './normalise.ts';
import type { CheckedFeature, LoadError, Message, SourceFeature } from './types.ts';

export interface CheckOptions extends NormaliseOptions {
  readonly check: AttributeCheck;
  /** For features that do not say theirs. */
  readonly provenance: Provenance;
  /** Attributes that the file says nothing of, filled from where features lie. */
  readonly derived?: readonly string[];
}

const UNSTORABLE = /[\0\p{Cs}]/u;

export interface CheckResult {
  readonly features: readonly CheckedFeature[];
  readonly errors: readonly LoadError[];
  readonly notes: readonly Message[];
}

/** Reads and checks features for which no areas are to be assigned. Looks at the file alone, not at the database. */
export function checkFeatures(source: readonly SourceFeature[], options: CheckOptions): CheckResult {
  return checkNormalised(normalise(source, options), options);
}

/** Checks every feature against the layer. */
export function checkNormalised(file: NormalisedFile, options: CheckOptions): CheckResult {
  const errors: LoadError[] = [...file.errors];
  const features: CheckedFeature[] = [];
  const numberOf = new Map<string, number>();
  let movedM = 0;
  const others = new OtherValues(options.layer);
  for (const item of file.features) {
    const provenance = readProvenance(item.provenance, options.provenance);
    const found = errorsOf(item, provenance, numberOf, options);
    errors.push(...found);
    const { number, id, geometry, attributes } = item;
    if (found.length > 0 || id === null || provenance === null || geometry === null) continue;
    movedM += item.movedM;
    others.count(attributes);
    features.push({ number, id, ...geometry, attributes, provenance });
  }
  const notes = notesOf(options, file, features.length === 0 ? 0 : movedM / features.length);
  return { features, errors, notes: [...notes, ...others.notes()] };
}

/** @param numberOf places in the file of the ids so far, to which this one is added */
function errorsOf(
  item: NormalisedFeature,
  provenance: Provenance | null,
  numberOf: Map<string, number>,
  { check, layer, derived }: CheckOptions,
): LoadError[] {
  const found: LoadError[] = [];
  const tell = (message: Message & { property?: string }): void => {
    found.push({ feature: item.number, ...(item.id === null ? {} : { id: item.id }), ...message });
  };
  idErrors(item, numberOf).forEach(tell);
  item.geometryErrors.forEach(tell);
  item.valueErrors.forEach(tell);
  const told = new Set(item.valueErrors.map(({ property }) => property));
  for (const error of attributeErrors(check(item.attributes), layer)) {
    const isDerived = error.message === 'required' && derived?.includes(error.property ?? '') === true;
    // What is wrong with the value was told better than the schema can.
    if (told.has(error.property ?? '')) continue;
    // Without a place there is nothing to derive from, and the error of the place says why.
    if (!isDerived) tell(error);
    else if (item.geometry !== null) tell({ ...error, message: 'required-not-placed' });
  }
  textErrors(item.attributes).forEach(tell);
  if (provenance === null)
    tell({ message: 'provenance-unknown', params: { value: plainText(item.provenance) }, property: 'provenance' });
  return found;
}

function idErrors({ id, number }: NormalisedFeature, numberOf: Map<string, number>): Message[] {
  if (id === null) return [{ message: 'id-missing' }];
  if (!isFeatureId(id)) return [{ message: 'id-unusable', params: { max: MAX_FEATURE_ID } }];
  const first = numberOf.get(id);
  if (first !== undefined) return [{ message: 'id-twice', params: { id, first } }];
  numberOf.set(id, number);
  return [];
}

/** The first error of every attribute: a code that breaks its pattern usually breaks its format as well. */
function attributeErrors(
  errors: ReturnType<AttributeCheck>,
  layer: LayerDefinition,
): (Message & { property?: string })[] {
  const told = new Map<string, Message & { property?: string }>();
  for (const each of errors) {
    const error = explain(each, layer);
    const property = error.property ?? '';
    if (!told.has(property)) told.set(property, error);
  }
  return [...told.values()];
}

/** JSON may hold what no database stores as text: zero bytes, and halves of surrogate pairs. */
function textErrors(attributes: Readonly<Record<string, AttributeValue>>): (Message & { property: string })[] {
  return Object.entries(attributes)
    .filter(([, value]) => typeof value === 'string' && UNSTORABLE.test(value))
    .map(([property]) => ({ property, message: 'text-unstorable' }));
}

function notesOf({ datum }: CheckOptions, { dropped }: NormalisedFile, movedM: number): Message[] {
  return [
    ...(movedM > 0 ? [{ message: 'converted' as const, params: { datum, metres: Math.round(movedM) } }] : []),
    ...(dropped.length > 0 ? [{ message: 'dropped' as const, params: { names: dropped.join(', ') } }] : []),
  ];
}

function readProvenance(value: unknown, otherwise: Provenance): Provenance | null {
  if (value === undefined || value === null || value === '') return otherwise;
  return PROVENANCES.find((provenance) => provenance === value) ?? null;
}

/** Values shown at most. */
const SHOWN = 5;

/** Values that an attribute does not list: kept as they are, and told, as one may be a typing error. */
class OtherValues {
  readonly #lists: readonly (readonly [id: string, values: object])[];
  readonly #counts = new Map<string, Map<string, number>>();

  constructor({ attributes }: LayerDefinition) {
    this.#lists = Object.entries(attributes).flatMap(([id, { values }]) =>
      values === undefined ? [] : [[id, values]],
    );
  }

  count(attributes: Readonly<Record<string, AttributeValue>>): void {
    for (const [id, values] of this.#lists) {
      const value = attributes[id];
      if (value === undefined || value === null || Object.hasOwn(values, String(value))) continue;
      const counts = this.#counts.get(id) ?? new Map<string, number>();
      counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
      this.#counts.set(id, counts);
    }
  }

  notes(): Message[] {
    return [...this.#counts].map(([property, counts]) => {
      const most = [...counts].sort((a, b) => b[1] - a[1]).slice(0, SHOWN);
      const values = most.map(([value, count]) => `${value} × ${String(count)}`).join(', ');
      const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
      return {
        message: 'values-unlisted',
        params: { property, count: total, values: values + (counts.size > SHOWN ? '…' : '') },
      };
    });
  }
}

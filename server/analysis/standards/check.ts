import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import { NAME, TEXT } from '../../../tiles/api/schema.ts';
import { StandardSchema, type Demanded, type Standard, type StandardRule } from '../../../tiles/api/standard.ts';
import { checkCql2 } from '../../../tiles/filter/cql2/check.ts';
import { Cql2Error } from '../../../tiles/filter/cql2/error.ts';
import { parseCql2Text } from '../../../tiles/filter/cql2/parse-text.ts';
import { queryablesOf } from '../../../tiles/filter/cql2/queryables.ts';
import type { LayerDefinition } from '../../../tiles/layer/layer.ts';
import type { Catalogue } from '../../layers/catalogue.ts';

const validate = new Ajv2020({
  allErrors: true,
  discriminator: true,
  allowUnionTypes: true,
  strictRequired: false,
})
  .addVocabulary([NAME, TEXT])
  .compile<Standard>(StandardSchema);

export interface Checked {
  /** Null where there are errors. */
  readonly standard: Standard | null;
  /** Sentences, each with its place. */
  readonly errors: readonly string[];
}

/** Whether a value has the shape of a standard, whatever its rules ask for. */
export function isStandard(value: unknown): value is Standard {
  return validate(value);
}

/** Whether a file of `data/standards/` can be used: by its schema, then against the catalogue. */
export function checkStandard(value: unknown, fileName: string, catalogue: Pick<Catalogue, 'get'>): Checked {
  if (!validate(value)) return { standard: null, errors: (validate.errors ?? []).map(errorOf) };
  const errors = [...errorsOf(value, fileName, catalogue)];
  return { standard: errors.length === 0 ? value : null, errors };
}

function errorOf({ instancePath, message = '', params }: ErrorObject): string {
  const place = instancePath === '' ? '' : `${instancePath} `;
  if (typeof params.additionalProperty === 'string') return `${place}must not have "${params.additionalProperty}".`;
  return `${place}${message}${Array.isArray(params.allowedValues) ? `: ${params.allowedValues.join(', ')}` : ''}.`;
}

function* errorsOf(standard: Standard, fileName: string, catalogue: Pick<Catalogue, 'get'>): Generator<string> {
  if (standard.id !== fileName) yield `id is ${standard.id}, but must equal the file's name, ${fileName}.`;
  const seen = new Set<string>();
  for (const [i, rule] of standard.rules.entries()) {
    const at = `/rules/${i} (${rule.id}):`;
    if (seen.has(rule.id)) yield `${at} its id is used by an earlier rule.`;
    seen.add(rule.id);
    for (const error of ruleErrors(rule, catalogue)) yield `${at} ${error}`;
  }
  for (const [i, { minM, maxM }] of (standard.walkingCircles ?? []).entries()) {
    if (minM > maxM) yield `/walkingCircles/${i}: minM is above maxM.`;
  }
}

function* ruleErrors(rule: StandardRule, catalogue: Pick<Catalogue, 'get'>): Generator<string> {
  const { demanded, certainty, clause } = rule;
  if ('max' in demanded && demanded.min !== undefined && demanded.max !== undefined && demanded.min > demanded.max)
    yield 'min is above max.';
  // A verified rule was read in the standard, so its clause is known.
  if (certainty === 'verified' && clause === null) yield 'a verified rule names its clause.';
  const layer = catalogue.get(rule.layer);
  if (layer === undefined) {
    yield `there is no layer ${rule.layer} in the catalogue.`;
    return;
  }
  if (layer.geometry !== 'Point') yield `the layer ${layer.id} has no points.`;
  for (const attribute of attributesOf(demanded)) {
    const type = Object.hasOwn(layer.attributes, attribute) ? layer.attributes[attribute]?.type : undefined;
    if (type === undefined) yield `the layer ${layer.id} has no attribute ${attribute}.`;
    else if (type !== 'integer' && type !== 'number') yield `the attribute ${attribute} of ${layer.id} is no number.`;
  }
  yield* filterErrors(rule.filter, layer);
}

/** Attributes whose values a rule reads, as `RuleInput.attributes` gives them. */
export function attributesOf(demanded: Demanded): readonly string[] {
  if (demanded.kind === 'ratio') return [demanded.of, demanded.to];
  return demanded.kind === 'per-thousand' && demanded.capacity !== undefined ? [demanded.capacity] : [];
}

function* filterErrors(filter: string | undefined, layer: LayerDefinition): Generator<string> {
  if (filter === undefined) return;
  try {
    const parsed = parseCql2Text(filter);
    checkCql2(parsed, queryablesOf(layer));
    yield* unknownValues(parsed, layer);
  } catch (error) {
    if (!(error instanceof Cql2Error)) throw error;
    yield `its filter ${filter} does not fit ${layer.id}: ${error.message}`;
  }
}

/** A filter for a value that the attribute cannot have would silently keep nothing. */
function* unknownValues(node: unknown, { id, attributes }: LayerDefinition): Generator<string> {
  if (typeof node !== 'object' || node === null) return;
  if ('op' in node && 'args' in node && Array.isArray(node.args) && (node.op === '=' || node.op === 'in')) {
    const [left, right] = node.args as readonly unknown[];
    const name =
      typeof left === 'object' && left !== null && 'property' in left && typeof left.property === 'string'
        ? left.property
        : '';
    const allowed = Object.hasOwn(attributes, name) ? attributes[name]?.values : undefined;
    for (const value of [right].flat()) {
      if (allowed !== undefined && typeof value === 'string' && !Object.hasOwn(allowed, value))
        yield `its filter asks for ${name} = ${value}, which ${id} does not have.`;
    }
  }
  for (const inner of Object.values(node)) yield* unknownValues(inner, { id, attributes } as LayerDefinition);
}

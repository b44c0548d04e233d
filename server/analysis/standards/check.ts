import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import { NAME, TEXT } from '../../../tiles/api/schema.ts';
import { StandardSchema, type Demanded, type Standard, type StandardRule } from '../../../tiles/api/standard.ts';
import type { Catalogue } from '../../layers/catalogue.ts';
import { withoutFormerCertainty } from './former-names.ts';
import { lacksOf } from './lacks.ts';

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

/** The value as a standard, whatever its rules ask for; null where it has not the shape of one. */
export function readStandard(value: unknown): Standard | null {
  const today = withoutFormerCertainty(value);
  return validate(today) ? today : null;
}

/** Whether a file of `data/standards/` can be used: by its schema, then against the catalogue. */
export function checkStandard(value: unknown, fileName: string, catalogue: Pick<Catalogue, 'get'>): Checked {
  const today = withoutFormerCertainty(value);
  if (!validate(today)) return { standard: null, errors: (validate.errors ?? []).map(errorOf) };
  const errors = [...errorsOf(today, fileName, catalogue)];
  return { standard: errors.length === 0 ? today : null, errors };
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
    for (const error of ruleErrors(rule, standard, catalogue)) yield `${at} ${error}`;
  }
  for (const [i, { minM, maxM }] of (standard.walkingCircles ?? []).entries()) {
    if (minM > maxM) yield `/walkingCircles/${i}: minM is above maxM.`;
  }
}

function* ruleErrors(rule: StandardRule, standard: Standard, catalogue: Pick<Catalogue, 'get'>): Generator<string> {
  const { demanded } = rule;
  yield* certaintyErrors(rule, standard);
  yield* demandedErrors(demanded);
  yield* thresholdErrors(rule);
  if (rule.missing !== undefined) yield 'missing is what the service says of a city; leave it out.';
  // A rule that says what it needs waits for a city that has it.
  if (rule.needs === undefined) for (const { en } of lacksOf(rule, catalogue)) yield `${en}.`;
}

/** What is claimed of a number has to be said: the clause that was read, or the page that gives it. */
function* certaintyErrors({ certainty, clause, source }: StandardRule, standard: Standard): Generator<string> {
  if (certainty === 'text' && clause === null)
    yield 'certainty is text, but a rule that was read in its text names its clause, and clause is null.';
  if (certainty === 'quoted' && source === undefined && standard.source === undefined)
    yield 'certainty is quoted, but no source names the page: give source with page and seen.';
}

function* demandedErrors(demanded: Demanded): Generator<string> {
  if ('max' in demanded && demanded.min !== undefined && demanded.max !== undefined && demanded.min > demanded.max)
    yield `min is above max: ${demanded.min} and ${demanded.max}.`;
  if (demanded.kind === 'within') {
    const { metres, minutes, along = 'walk', direction } = demanded;
    if ((metres === undefined) === (minutes === undefined))
      yield metres === undefined
        ? 'within has no limit: give metres or minutes.'
        : `within has two limits, metres ${metres} and minutes ${minutes}: give one.`;
    if (along === 'line' && minutes !== undefined)
      yield `a straight line (along line) takes no time, but minutes is ${minutes}: give metres.`;
    if (along === 'drive' && metres !== undefined)
      yield `driving (along drive) is timed by class of road, but metres is ${metres}: give minutes.`;
    if (along === 'line' && direction !== undefined)
      yield `a straight line has no direction, but direction is ${direction}: leave it out.`;
  }
  if (demanded.kind === 'within-by-size') {
    for (const [i, { from, below }] of demanded.classes.entries())
      if (below !== undefined && below <= from)
        yield `classes/${i} holds nothing: below ${below} is not above from ${from}.`;
  }
}

/** Kinds that a number has to be given for, by its names. */
const THRESHOLDS = {
  density: ['min', 'max'],
  within: ['share'],
  'within-by-size': ['share'],
  'per-thousand': ['min', 'max'],
  'people-per-facility': [],
  ratio: ['min', 'max'],
  'area-per-person': ['min', 'max'],
  'area-per-household': ['min', 'max'],
  share: ['min'],
  'not-computed': [],
} as const satisfies Readonly<Record<Demanded['kind'], readonly string[]>>;

/** One that was forgotten would read as met. */
function* thresholdErrors({ demanded, reportOnly = false }: StandardRule): Generator<string> {
  const names: readonly string[] = THRESHOLDS[demanded.kind];
  const given = Object.entries(demanded).filter(([name, value]) => names.includes(name) && value !== undefined);
  if (reportOnly && given.length > 0)
    yield `reportOnly says that there is no threshold, but ${given.map(([name, value]) => `${name} is ${String(value)}`).join(' and ')}.`;
  if (!reportOnly && names.length > 0 && given.length === 0)
    yield `${demanded.kind} has no threshold: give ${names.join(' or ')}, or say reportOnly.`;
}

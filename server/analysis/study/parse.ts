import { _, Ajv2020, type CodeKeywordDefinition, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { REQUEST_SCHEMAS } from '../../../tiles/api/analysis-schemas.ts';
import type { CoverageRequest } from '../../../tiles/api/coverage.ts';
import type { Of } from '../../../tiles/api/schema.ts';
import type { Study } from '../../../tiles/api/study.ts';
import { escapePointer } from '../../platform/text/json-pointer.ts';
import { parseJsonBytes } from '../../platform/text/json-text.ts';
import { AnalysisError, AnalysisErrors } from '../errors.ts';
import { checkedSchema, ENOUGH } from './json-schema.ts';
import { renameFormerNames } from './former-names.ts';
import { STUDY, type StudyMessage } from './messages.ts';
import type { Text } from '../../../tiles/layer/layer.ts';
import { say, type MessageValues } from '../../platform/messages/index.ts';
import { nearMatches } from '../../platform/text/near-matches.ts';

type BodyName = keyof typeof REQUEST_SCHEMAS;
type Body<N extends BodyName> = Of<(typeof REQUEST_SCHEMAS)[N]>;

/** Kinds that search, for as long as they may. */
const SEARCHES = ['siting', 'closure', 'districts'];
/** An answer lists at most this many errors, and at most so many that are alike. */
const MOST_TOLD = 50;
const MOST_ALIKE = 5;
/** Of a study that is wrong all over, as many are looked at. A list ends its check once it has so many. */
const MOST_ERRORS = 200;
/** Of a larger body only the first error is reported. */
const ALL_ERRORS_BYTES = 1 << 20;

/**
 * The value as what its schema says it is. `bytes`: how long its JSON was. Throws `AnalysisError` or `AnalysisErrors`.
 */
export function parseAs<N extends BodyName>(name: N, value: unknown, bytes: number): Body<N> {
  const quick = validator(name, false);
  // The type is that of the schema.
  if (quick(value)) return value as Body<N>;
  if (renameFormerNames(value) && quick(value)) return value;
  const thorough = bytes <= ALL_ERRORS_BYTES ? validator(name, true) : quick;
  if (thorough !== quick) thorough(value);
  throw allOf(
    (thorough.errors ?? [])
      .filter(({ keyword }) => keyword !== 'if')
      .slice(0, MOST_ERRORS)
      .map(analysisErrorOf),
  );
}

/**
 * Reads the JSON of a study, once: its value is handed on. A request for isochrones is a study of this one analysis.
 * Throws `JsonSyntaxError`, and as `parseAs`.
 */
export function readStudy(
  body: Uint8Array,
  as: 'Study' | 'IsochronesRequest' = 'Study',
): {
  readonly title: string | null;
  readonly timeLimitS: number | null;
  readonly looksQuick: boolean;
  readonly isCut: boolean;
  readonly study: Study;
} {
  const value = parseJsonBytes(body);
  if (as === 'IsochronesRequest') {
    const { origins, within, ...parts } = parseAs(as, value, body.length);
    const study: Study = { ...parts, analyses: [{ kind: 'isochrones', origins, within }] };
    return { title: null, timeLimitS: null, looksQuick: true, isCut: false, study };
  }
  const study = parseAs(as, value, body.length);
  // What is cut is known to take long.
  const looksQuick = study.parts === undefined && study.analyses.every(({ kind }) => !SEARCHES.includes(kind));
  const isCut = study.parts !== undefined;
  return { title: study.title ?? null, timeLimitS: study.timeLimitS ?? null, looksQuick, isCut, study };
}

/** Has the check of studies written, which takes the first one a tenth of a second. */
export function prepareStudies(): void {
  validator('Study', false);
}

/** Reads the JSON of a request for a coverage. Throws as `readStudy`. */
export function readCoverage(body: Uint8Array): CoverageRequest {
  return parseAs('CoverageRequest', parseJsonBytes(body), body.length);
}

/** One error for one or more errors. Of errors that repeat it keeps the first few. */
export function allOf(all: readonly AnalysisError[]): AnalysisError | AnalysisErrors {
  const alike = new Map<string, number>();
  const distinct = [...new Map(all.map((error) => [`${error.at ?? ''} ${error.text.en}`, error])).values()];
  const told = distinct
    .filter(({ at = '', text }) => {
      const kind = `${at.replace(/\/\d+/g, '/*')} ${text.en.replace(/[\d.]+/g, '*')}`;
      const count = (alike.get(kind) ?? 0) + 1;
      alike.set(kind, count);
      return count <= MOST_ALIKE;
    })
    .slice(0, MOST_TOLD);
  const [only] = told;
  if (only !== undefined && distinct.length === 1) return only;
  return new AnalysisErrors(
    told.length < distinct.length ? [...told, new AnalysisError('more-problems', STUDY['more-problems'])] : told,
  );
}

function validator(name: BodyName, allErrors: boolean): ValidateFunction {
  return VALIDATORS[name][allErrors ? 'thorough' : 'quick']();
}

/** Ajv writes the code of a check when it is first needed. There are two checks for each schema, and never more. */
const VALIDATORS = {
  Study: validatorsOf('Study'),
  CoverageRequest: validatorsOf('CoverageRequest'),
  IsochronesRequest: validatorsOf('IsochronesRequest'),
} as const satisfies Readonly<Record<BodyName, unknown>>;

function validatorsOf(name: BodyName): Readonly<Record<'quick' | 'thorough', () => ValidateFunction>> {
  return { quick: once(() => compile(name, false)), thorough: once(() => compile(name, true)) };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}

function compile(name: BodyName, allErrors: boolean): ValidateFunction {
  const ajv = new Ajv2020({
    allErrors,
    verbose: true,
    allowUnionTypes: true,
    strictTypes: false,
    strictRequired: false,
    strictTuples: false,
  });
  ajv.addKeyword({ keyword: 'x-one-of', validate: () => false });
  ajv.addKeyword(STOP_AT_ENOUGH);
  return ajv.compile(checkedSchema(REQUEST_SCHEMAS[name]));
}

/**
 * Stands in every item of a list, and ends the check of the list once it has found enough errors. Without it Ajv copies
 * the errors of all earlier items at each one that is wrong: 40,000 wrong items took 17 s.
 */
const STOP_AT_ENOUGH: CodeKeywordDefinition = {
  keyword: ENOUGH,
  code({ gen, it }) {
    if (it.allErrors !== true) return;
    gen.if(_`errors >= ${MOST_ERRORS}`, () => {
      gen.assign(_`${it.validateName}.errors`, _`vErrors`);
      gen.return(false);
    });
  },
};

/** A quoted value or name is cut after as many characters. */
const SHOWN = 40;
/** A place with a longer name in it is told by what holds it: no answer repeats a name of megabytes. */
const MOST_IN_PLACE = 100;

/** What Ajv found, as an error with the place it is at. */
function analysisErrorOf(error: ErrorObject): AnalysisError {
  const { keyword, instancePath, params, data } = error;
  const at = (name?: string): string =>
    name === undefined || name.length > MOST_IN_PLACE ? instancePath : `${instancePath}/${escapePointer(name)}`;
  switch (keyword) {
    case 'required':
      return problem('missing', { name: String(params.missingProperty) }, at());
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return unknownProperty(error, String(params.additionalProperty), at);
    case 'type':
      return problem('wrong-type', { found: shown(data), wanted: typeText(params.type) }, at());
    case 'enum':
      return problem(
        'no-choice',
        { found: shown(data), choices: (params.allowedValues as readonly unknown[]).join(', ') },
        at(),
      );
    case 'const':
      return problem('no-choice', { found: shown(data), choices: shown(params.allowedValue) }, at());
    case 'minimum':
      return problem('too-small', { found: shown(data), limit: String(params.limit) }, at());
    case 'maximum':
      return problem('too-large', { found: shown(data), limit: String(params.limit) }, at());
    case 'exclusiveMinimum':
      return problem('not-above', { found: shown(data), limit: String(params.limit) }, at());
    case 'exclusiveMaximum':
      return problem('not-below', { found: shown(data), limit: String(params.limit) }, at());
    case 'minItems':
      return problem('too-few', { limit: String(params.limit), count: lengthOf(data) }, at());
    case 'maxItems':
    case 'items':
      return problem('too-many', { limit: String(params.limit), count: lengthOf(data) }, at());
    case 'minLength':
      return problem('empty-text', {}, at());
    case 'maxLength':
      return problem('too-long', { limit: String(params.limit) }, at());
    case 'x-one-of':
      if (typeof data === 'object' && data !== null && 'file' in data) return problem('file-here', {}, at());
      return problem('one-of', { choices: (error.schema as readonly string[]).join(', ') }, at());
    default:
      return problem('other-problem', { detail: error.message ?? keyword }, at());
  }
}

function unknownProperty({ parentSchema }: ErrorObject, name: string, at: (name?: string) => string): AnalysisError {
  if (name === 'file') return problem('file-here', {}, at(name));
  const choices = Object.keys((parentSchema?.properties ?? {}) as object);
  const near = nearMatches(name, choices, 1);
  return near.length > 0
    ? problem('unknown-near', { name: cut(name), near: near.join() }, at(name))
    : problem('unknown', { name: cut(name), choices: choices.join(', ') }, at(name));
}

function problem(key: StudyMessage, values: MessageValues, at: string): AnalysisError {
  return new AnalysisError(`study-${key}`, STUDY[key], values, { at, isMalformed: true });
}

function typeText(type: unknown): Text {
  const [first = STUDY['type-object'], ...more] = (Array.isArray(type) ? type : [type]).map(
    (each): Text => STUDY[`type-${String(each)}` as StudyMessage],
  );
  return more.reduce((a, b) => ({ zh: say(STUDY.or, 'zh', { a, b }), en: say(STUDY.or, 'en', { a, b }) }), first);
}

/** A value as a message quotes it. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return '[…]';
  if (typeof value === 'object' && value !== null) return '{…}';
  if (typeof value === 'string') return cut(JSON.stringify(value.slice(0, SHOWN + 1)));
  // JSON has numbers that are too large for a computer, such as 1e400, which read as Infinity.
  return cut(typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? 'undefined'));
}

function cut(text: string): string {
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}

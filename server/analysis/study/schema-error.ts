import type { ErrorObject } from 'ajv/dist/2020.js';
import type { Text } from '../../../tiles/layer/layer.ts';
import { STUDY, type StudyMessage } from './messages.ts';
import { say, type MessageValues } from '../../platform/messages/index.ts';
import { nearMatches } from '../../platform/text/near-matches.ts';
import { AnalysisError } from '../errors.ts';

const SHOWN = 40;

/** What Ajv found, as an error with the place it is at. */
export function analysisErrorOf(error: ErrorObject): AnalysisError {
  const { keyword, instancePath, params, data } = error;
  const at = (name?: string): string => (name === undefined ? instancePath : `${instancePath}/${escapePointer(name)}`);
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
      return problem('one-of', { choices: (error.schema as readonly string[]).join(', ') }, at());
    default:
      return problem('other-fault', { detail: error.message ?? keyword }, at());
  }
}

function unknownProperty({ parentSchema }: ErrorObject, name: string, at: (name?: string) => string): AnalysisError {
  const choices = Object.keys((parentSchema?.properties ?? {}) as object);
  const near = nearMatches(name, choices, 1);
  return near.length > 0
    ? problem('unknown-near', { name, near: near.join() }, at(name))
    : problem('unknown', { name, choices: choices.join(', ') }, at(name));
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
  const text = JSON.stringify(value) ?? 'undefined';
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}

/** RFC 6901. */
export function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

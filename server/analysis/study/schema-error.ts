import type { ErrorObject } from 'ajv/dist/2020.js';
import type { Text } from '../../../tiles/layer/layer.ts';
import { STUDY, type StudyMessage } from './messages.ts';
import { say, type MessageValues } from '../../platform/messages/index.ts';
import { nearMatches } from '../../platform/text/near-matches.ts';
import { AnalysisFault } from '../errors.ts';

const SHOWN = 40;

/** What Ajv found, as a fault with the place it is at. */
export function faultOf(error: ErrorObject): AnalysisFault {
  const { keyword, instancePath, params, data } = error;
  const at = (name?: unknown): string =>
    name === undefined ? instancePath : `${instancePath}/${escapePointer(String(name))}`;
  switch (keyword) {
    case 'required':
      return fault('missing', { name: String(params.missingProperty) }, at());
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return unknownProperty(error, String(params.additionalProperty), at);
    case 'type':
      return fault('wrong-type', { found: shown(data), wanted: typeText(params.type) }, at());
    case 'enum':
      return fault(
        'no-choice',
        { found: shown(data), choices: (params.allowedValues as readonly unknown[]).join(', ') },
        at(),
      );
    case 'const':
      return fault('no-choice', { found: shown(data), choices: shown(params.allowedValue) }, at());
    case 'minimum':
      return fault('too-small', { found: shown(data), limit: String(params.limit) }, at());
    case 'maximum':
      return fault('too-large', { found: shown(data), limit: String(params.limit) }, at());
    case 'exclusiveMinimum':
      return fault('not-above', { found: shown(data), limit: String(params.limit) }, at());
    case 'exclusiveMaximum':
      return fault('not-below', { found: shown(data), limit: String(params.limit) }, at());
    case 'minItems':
      return fault('too-few', { limit: String(params.limit), count: lengthOf(data) }, at());
    case 'maxItems':
    case 'items':
      return fault('too-many', { limit: String(params.limit), count: lengthOf(data) }, at());
    case 'minLength':
      return fault('empty-text', {}, at());
    case 'maxLength':
      return fault('too-long', { limit: String(params.limit) }, at());
    case 'x-one-of':
      return fault('one-of', { choices: (error.schema as readonly string[]).join(', ') }, at());
    default:
      return fault('other-fault', { detail: error.message ?? keyword }, at());
  }
}

function unknownProperty({ parentSchema }: ErrorObject, name: string, at: (name?: unknown) => string): AnalysisFault {
  const choices = Object.keys((parentSchema?.properties ?? {}) as object);
  const near = nearMatches(name, choices, 1);
  return near.length > 0
    ? fault('unknown-near', { name, near: near.join() }, at(name))
    : fault('unknown', { name, choices: choices.join(', ') }, at(name));
}

function fault(key: StudyMessage, values: MessageValues, at: string): AnalysisFault {
  return new AnalysisFault(`study-${key}`, STUDY[key], values, { at, isMalformed: true });
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

/** Errors of filters as errors of the request. */
import type { Cql2Error, Cql2Details, Cql2Term } from '../../tiles/filter/cql2/error.ts';
import { queryablesOf } from '../../tiles/filter/cql2/queryables.ts';
import type { LayerDefinition, Text } from '../../tiles/layer/layer.ts';
import { BadParameter } from '../platform/http/errors.ts';
import { CQL2_ERRORS, CQL2_PLACES, CQL2_TERMS, CQL2_TYPES } from './messages.ts';
import { say, type MessageValues } from '../platform/messages/index.ts';
import { nearMatches } from '../platform/text/near-matches.ts';

/** The error to answer with; `layer` is the one that the filter was checked against. */
export function toBadParameter(error: Cql2Error, parameter: string, layer?: LayerDefinition): BadParameter {
  const { expected, type, otherType, wanted, ...details } = error.details;
  const near = layer && error.code === 'unknown-property' ? nearMatches(String(details.name), namesOf(layer)) : [];
  return new BadParameter(parameter, CQL2_ERRORS[keyOf(error, near.length > 0)], {
    ...Object.fromEntries(
      Object.entries(details).filter((entry): entry is [string, string | number] => entry[1] !== undefined),
    ),
    where: whereIs(error.details, parameter),
    near: near.join(', '),
    layer: layer?.id ?? '',
    choices: layer ? namesOf(layer).join(', ') : '',
    ...(expected === undefined ? {} : { expected: termOf(expected) }),
    ...Object.fromEntries(
      Object.entries({ type, otherType, wanted }).flatMap(([name, value]) =>
        isType(value) ? [[name, CQL2_TYPES[value]]] : [],
      ),
    ),
  });
}

function keyOf({ code, details }: Cql2Error, hasNear: boolean): keyof typeof CQL2_ERRORS {
  if (code === 'expected' && details.found === undefined) return 'cql2-incomplete';
  if (code === 'unknown-property' && hasNear) return 'cql2-unknown-property-near';
  if (code === 'wrong-type' && details.found !== undefined) return 'cql2-wrong-value';
  return `cql2-${code}`;
}

function whereIs({ position, path }: Cql2Details, parameter: string): Text {
  const place =
    position !== undefined
      ? CQL2_PLACES.position
      : path === undefined || path === ''
        ? CQL2_PLACES.whole
        : CQL2_PLACES.path;
  const values: MessageValues = { parameter, position: position ?? '', path: path ?? '' };
  return { zh: say(place, 'zh', values), en: say(place, 'en', values) };
}

function termOf(term: Cql2Term): Text {
  return Object.hasOwn(CQL2_TERMS, term) ? CQL2_TERMS[term as keyof typeof CQL2_TERMS] : { zh: ` ${term} `, en: term };
}

function isType(value: unknown): value is keyof typeof CQL2_TYPES {
  return typeof value === 'string' && Object.hasOwn(CQL2_TYPES, value);
}

function namesOf(layer: LayerDefinition): string[] {
  return [...queryablesOf(layer).keys()].filter((name) => name !== 'geometry');
}

/** Questions that may be too long for an address: the same route by POST, with its parameters in a JSON body. */
import Type, { type TProperties, type TSchema } from 'typebox';
import { FILTER_LENGTH } from '../../../tiles/api/common.ts';
import { IN_BODY, named } from '../../../tiles/api/schema.ts';
import { JsonSyntaxError, parseJsonBytes } from '../text/json-text.ts';
import { malformedBody } from './body.ts';
import { ApiError } from './errors.ts';
import { Query, readQuery } from './query.ts';
import type { Route } from './route.ts';

/** Bytes of a body: several real districts with each of their corners. */
const MAX_MB = 1;

/**
 * The route, and the same by POST. A body holds the parameters by their names, as texts or as JSON has them: lists in
 * place of texts with commas, and filters in CQL2 JSON as objects. Nothing keeps the answer.
 */
export function withPost(route: Route): readonly Route[] {
  const { query = Type.Object({}), openQuery: _, docs, ...rest } = route;
  const post: Route = {
    ...rest,
    method: 'POST',
    cache: 'no-store',
    body: { schema: bodySchema(route), maxMb: MAX_MB },
    ...(docs === undefined ? {} : { docs: { tag: docs.tag, id: `${docs.id}ByPost`, summary: docs.summary } }),
    handle: (request) => {
      const parameters = new Query({ query: parametersOf(request.body) }, FILTER_LENGTH.body);
      // The request has getters that may throw, so it is not copied.
      const asked = Object.create(request, {
        parameters: { value: parameters },
        query: { value: readQuery(query, parameters) },
      }) as typeof request;
      return route.handle(asked);
    },
  };
  return [route, post];
}

/** Texts by name, as an address would have them. Throws `ApiError`. */
function parametersOf(body: Buffer): Record<string, string> {
  let value: unknown;
  try {
    value = parseJsonBytes(body);
  } catch (error) {
    throw error instanceof JsonSyntaxError ? malformedBody(error) : error;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new ApiError(400, 'body-malformed', 'body-no-object');
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, each]): [string, string][] => (each === null ? [] : [[name, textOf(each)]])),
  );
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const isList = Array.isArray(value) && value.every((each) => typeof each === 'string' || typeof each === 'number');
  return isList ? value.join() : JSON.stringify(value);
}

/** The schema of the body, from those of the parameters. */
function bodySchema({ query, openQuery = [], docs }: Route): TSchema {
  const properties: TProperties = Object.fromEntries(
    Object.entries(query?.properties ?? {}).map(([name, schema]) => [
      name,
      Type.IsOptional(schema) || 'default' in schema ? Type.Optional(inBody(schema)) : inBody(schema),
    ]),
  );
  const byPattern = openQuery.filter(({ pattern }) => pattern !== undefined);
  const others = openQuery.find(({ pattern }) => pattern === undefined);
  return {
    ...Type.Object(properties),
    ...(byPattern.length === 0
      ? {}
      : {
          patternProperties: Object.fromEntries(byPattern.map(({ pattern = '', schema }) => [pattern, inBody(schema)])),
        }),
    ...(others === undefined ? {} : { additionalProperties: inBody(others.schema) }),
    ...named(
      `${docs?.id ?? ''}Body`,
      '地址参数，写成 JSON 的键和值。',
      'The parameters of the address, as keys and values of JSON.',
    ),
  };
}

function inBody(schema: TSchema): TSchema {
  return IN_BODY in schema ? (schema[IN_BODY] as TSchema) : schema;
}

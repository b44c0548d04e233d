import { TEXT, NAME } from '../../../tiles/api/schema.ts';
import { MAX_REQUEST_KB } from '../../../tiles/api/limits.ts';
import { ProblemSchema } from '../../../tiles/api/problem.ts';
import type { Text } from '../../../tiles/layer/layer.ts';
import { API } from '../messages/api.ts';
import { HTML_TYPE } from './content.ts';
import { say, type Lang } from '../messages/index.ts';
import type { AnswerSpec, OpenParameter, Route, RouteDocs } from './route.ts';

type Json = Readonly<Record<string, unknown>>;

const COMPONENTS = '#/components/schemas/';
/** Of every answer that counts against the limit of an address: see `rate-limit.ts`. */
const RATE_HEADERS = ['RateLimit', 'RateLimit-Policy'] as const;
const RETRY = 'Retry-After';
const PROBLEM = 'application/problem+json';
const TOO_LONG = 'RequestTooLong';

export interface ApiParts {
  readonly routes: readonly Route[];
  readonly lang: Lang;
  readonly title: Text;
  readonly version: string;
  readonly tags?: Readonly<Record<string, Text>>;
}

/** The description of the interface (OpenAPI 3.1), from the declarations of its routes. */
export function openApi({ routes, lang, title, version, tags = {} }: ApiParts): Json {
  const publisher = new Publisher(lang);
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    if (route.docs === undefined) continue;
    const path = (paths[templateOf(route.path)] ??= {});
    path[route.method.toLowerCase()] = operation(route, route.docs, publisher, lang);
  }
  const used = new Set(routes.flatMap(({ docs }) => docs?.tag ?? []));
  return {
    openapi: '3.1.0',
    info: { title: title[lang], version, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: '/' }],
    tags: [...used].map((name) => ({ name, ...(tags[name] === undefined ? {} : { description: tags[name][lang] }) })),
    paths,
    components: {
      schemas: publisher.components,
      headers: headerComponents(lang),
      responses: { [TOO_LONG]: tooLong(publisher, lang) },
    },
  };
}

/** A description of the interface behind a prefix; of one without it for the empty prefix. */
export function atPrefix(description: Json, prefix: string): Json {
  return prefix === '' ? description : { ...description, servers: [{ url: prefix }] };
}

/** `/layers/:layer` as OpenAPI writes it. */
export function templateOf(path: string): string {
  return path.replace(/:(\w+)/g, '{$1}');
}

function operation(route: Route, docs: RouteDocs, publisher: Publisher, lang: Lang): Json {
  const { params, query, openQuery = [], body, answer, auth } = route;
  // Whoever runs the service is not counted.
  const isCounted = route.cost !== 'free' && auth.name !== 'operators';
  const rates = isCounted ? headerRefs(RATE_HEADERS) : {};
  const inPath = Object.entries(params?.properties ?? {}).map(([name, schema]) => ({
    name,
    in: 'path',
    required: true,
    ...publisher.parameter(schema),
  }));
  const required = new Set(query?.required ?? []);
  const inQuery = Object.entries(query?.properties ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.has(name) && !('default' in schema),
    ...(isArray(schema) ? { style: 'form', explode: false } : {}),
    ...publisher.parameter(schema),
  }));
  return {
    operationId: docs.id,
    tags: [docs.tag],
    summary: docs.summary[lang],
    parameters: [...inPath, ...inQuery, ...openQuery.map((each) => openParameter(each, publisher))],
    ...(body === undefined
      ? {}
      : {
          requestBody: { required: true, content: { 'application/json': { schema: publisher.schema(body.schema) } } },
        }),
    responses: {
      [answer.status]: withHeaders(response(answer, docs, publisher, lang), rates),
      ...(answer.empty === undefined ? {} : { 204: withHeaders({ description: answer.empty[lang] }, rates) }),
      431: { $ref: `#/components/responses/${TOO_LONG}` },
      default: withHeaders(
        {
          description: publisher.textOf(ProblemSchema) ?? '',
          content: {
            [PROBLEM]: { schema: publisher.schema(ProblemSchema) },
            ...bodiesOf(answer.errorType === undefined ? [] : [answer.errorType]),
          },
        },
        { ...rates, ...headerRefs([RETRY]) },
      ),
    },
    'x-rights': auth.name,
    ...(docs.examples === undefined ? {} : { 'x-examples': docs.examples }),
  };
}

function response(answer: AnswerSpec, { summary }: RouteDocs, publisher: Publisher, lang: Lang): Json {
  const { type, schema, text, status, header, otherTypes = [] } = answer;
  const description = text?.[lang] ?? (schema === undefined ? undefined : publisher.textOf(schema)) ?? summary[lang];
  const headers =
    status === 202 ? { headers: { Location: { description: API.location[lang], schema: { type: 'string' } } } } : {};
  if (type === undefined) return { description };
  const content = {
    [type]: {
      schema: schema === undefined ? anyBody(type) : publisher.schema(schema),
      ...(header === undefined ? {} : { 'x-header': publisher.schema(header) }),
    },
    ...bodiesOf(otherTypes),
  };
  return { description, content, ...headers };
}

/** A page for whoever followed a link, even where it was too long to be read to what it accepts. */
function tooLong(publisher: Publisher, lang: Lang): Json {
  return {
    description: say(API['request-too-long'], lang, { max: MAX_REQUEST_KB }),
    content: { [PROBLEM]: { schema: publisher.schema(ProblemSchema) }, ...bodiesOf([HTML_TYPE]) },
  };
}

function headerComponents(lang: Lang): Json {
  const texts = { RateLimit: API.rateLimit, 'RateLimit-Policy': API.rateLimitPolicy, [RETRY]: API.retryAfter };
  const integer = { type: 'integer', minimum: 1 };
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [
      name,
      { description: text[lang], schema: name === RETRY ? integer : { type: 'string' } },
    ]),
  );
}

function headerRefs(names: readonly string[]): Json {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

function withHeaders(answer: Json, headers: Json): Json {
  const all = { ...(answer['headers'] as Json | undefined), ...headers };
  return Object.keys(all).length === 0 ? answer : { ...answer, headers: all };
}

/** Programs read JSON before they look at it. */
function anyBody(type: string): Json {
  return { type: type === 'application/json' || type.endsWith('+json') ? 'object' : 'string' };
}

/** Bodies that no schema describes. */
function bodiesOf(types: readonly string[]): Json {
  return Object.fromEntries(types.map((type) => [type, { schema: anyBody(type) }]));
}

/** Parameters by a pattern, as OpenAPI has them: an object whose properties are parameters each. */
function openParameter({ name, pattern, schema }: OpenParameter, publisher: Publisher): Json {
  const { description, schema: value } = publisher.parameter(schema);
  return {
    name,
    in: 'query',
    required: false,
    style: 'form',
    explode: true,
    description,
    schema: {
      type: 'object',
      ...(pattern === undefined ? { additionalProperties: value } : { patternProperties: { [pattern]: value } }),
    },
  };
}

function isArray(schema: object): boolean {
  return 'type' in schema && schema.type === 'array';
}

/** Schemas in one language for publication; named schemas become components. */
class Publisher {
  readonly components: Record<string, unknown> = {};
  readonly #lang: Lang;

  constructor(lang: Lang) {
    this.#lang = lang;
  }

  textOf(schema: object): string | undefined {
    return isText(schema, TEXT) ? schema[TEXT][this.#lang] : undefined;
  }

  /** The description stands beside the schema of a parameter. */
  parameter(schema: object): { readonly description: string; readonly schema: unknown } {
    const { [TEXT]: _, ...rest } = schema as Json;
    return { description: this.textOf(schema) ?? '', schema: this.schema(rest) };
  }

  schema(schema: unknown): unknown {
    if (Array.isArray(schema)) return schema.map((each) => this.schema(each));
    if (typeof schema !== 'object' || schema === null) return schema;
    const name: unknown = NAME in schema ? schema[NAME] : undefined;
    if (typeof name !== 'string') return this.#plain(schema);
    const { [NAME]: _, ...rest } = schema as Json;
    // Set first, for schemas that contain themselves.
    if (!Object.hasOwn(this.components, name)) {
      this.components[name] = {};
      this.components[name] = this.#plain(rest);
    }
    const own = this.textOf(schema);
    const said = (this.components[name] as Json).description;
    return { ...(own === undefined || own === said ? {} : { description: own }), $ref: COMPONENTS + name };
  }

  #plain(schema: object): Json {
    return Object.fromEntries(
      Object.entries(schema).flatMap(([key, value]): [string, unknown][] => {
        if (key === TEXT) return [['description', this.textOf(schema)]];
        if (key.startsWith('x-')) return [];
        // These values are parts of messages: one that looks like a schema is none.
        if (key === 'default' || key === 'examples' || key === 'enum' || key === 'const') return [[key, value]];
        // Properties have any name, `default` too.
        return [[key, key === 'properties' ? this.#each(value as Json) : this.schema(value)]];
      }),
    );
  }

  #each(schemas: Json): Json {
    return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, this.schema(schema)]));
  }
}

function isText<K extends string>(schema: object, key: K): schema is Record<K, Text> {
  return Object.hasOwn(schema, key);
}

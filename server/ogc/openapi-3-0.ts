/**
 * The description of the standard interface in OpenAPI 3.0, which the official tests and older programs read, from the
 * one in 3.1 that all routes have. It refers to nothing outside itself.
 */
import type { Lang } from '../../tiles/i18n.ts';
import type { Text } from '../../tiles/layer/layer.ts';
import { openApi } from '../platform/http/openapi.ts';
import type { Route } from '../platform/http/route.ts';
import { LIMIT } from './item-parameters.ts';
import { ROOT } from './links.ts';

type Json = Readonly<Record<string, unknown>>;

export function openApi30(
  routes: readonly Route[],
  {
    lang,
    title,
    description,
    version,
    base,
  }: {
    readonly lang: Lang;
    readonly title: Text;
    readonly description: string;
    readonly version: string;
    readonly base: string;
  },
): Json {
  const { paths, components, ...rest } = openApi({ routes, lang, title, version }) as {
    readonly paths: Record<string, Json>;
    readonly components: Json;
  };
  return {
    ...rest,
    openapi: '3.0.3',
    info: {
      title: title[lang],
      description,
      version,
      license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
    },
    servers: [{ url: base + ROOT }],
    tags: [{ name: 'ogc', description: title[lang] }],
    paths: Object.fromEntries(
      Object.entries(paths).map(([path, operations]) => [
        path.slice(ROOT.length) || '/',
        Object.fromEntries(Object.entries(operations).map(([method, each]) => [method, operation30(each as Json)])),
      ]),
    ),
    components: schema30(components),
  };
}

function operation30(operation: Json): Json {
  const { 'x-examples': _, 'x-rights': __, ...own } = schema30(operation) as Json;
  const { parameters } = own as { readonly parameters: readonly Json[] };
  return { ...own, parameters: parameters.map(parameter30) };
}

function parameter30(parameter: Json): Json {
  // The routes check these themselves: more than the most is taken as the most, and the errors say so.
  if (parameter['name'] === 'limit')
    return { ...parameter, schema: { ...(parameter['schema'] as Json), minimum: 1, maximum: LIMIT.most } };
  return parameter;
}

/** Keywords of JSON Schema 2020-12 as OpenAPI 3.0 has them. */
function schema30(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(schema30);
  if (typeof value !== 'object' || value === null) return value;
  const { examples, const: constant, type, anyOf, patternProperties: _, ...rest } = value as Json;
  const own = Object.fromEntries(Object.entries(rest).map(([key, each]) => [key, schema30(each)]));
  // In 3.0 nothing stands beside a reference.
  if (typeof own['$ref'] === 'string') return { $ref: own['$ref'] };
  return {
    ...own,
    ...(Array.isArray(examples) ? { example: examples[0] } : examples === undefined ? {} : { examples }),
    ...(constant === undefined ? {} : { enum: [constant] }),
    ...type30(type),
    ...(anyOf === undefined ? {} : { anyOf: schema30(anyOf) }),
  };
}

function type30(type: unknown): Json {
  if (!Array.isArray(type)) return type === undefined ? {} : { type: typeof type === 'object' ? schema30(type) : type };
  const [only] = type.filter((each) => each !== 'null');
  return { type: only, nullable: true };
}

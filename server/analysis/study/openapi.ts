/** The interface of `/analysis/…` as OpenAPI 3.1, from the same schemas that requests are checked against. */
import type { Lang } from '../../platform/messages/index.ts';
import { ANSWER_SCHEMAS, REQUEST_SCHEMAS } from '../../../tiles/api/analysis-schemas.ts';
import { StudySchema } from '../../../tiles/api/study.ts';
import { components, jsonSchema, type Schema } from './json-schema.ts';
import { ErrorSchema } from './error-schema.ts';
import { SCHEMA, type SchemaText } from './schema-messages.ts';

const COMPONENTS = '#/components/schemas/';
const JSON_TYPE = 'application/json';
const FRAME_TYPE = 'application/octet-stream';

/** JSON Schema of a study, for editors and whoever writes studies by program. */
export function studySchema(lang: Lang): unknown {
  return jsonSchema(StudySchema, lang);
}

/** All addresses below `/analysis`: a test holds them against the app. */
export function openApi(lang: Lang, version: string): unknown {
  const write = new Writer(lang);
  const id = (text: SchemaText): Schema => ({
    name: 'id',
    in: 'path',
    required: true,
    description: SCHEMA[text][lang],
    schema: { type: 'string' },
  });
  return {
    openapi: '3.1.0',
    info: { title: SCHEMA['api-title'][lang], version, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: '/' }],
    paths: {
      '/analysis/catalogue': { get: write.operation('get-catalogue', { 200: write.json('AnalysisCatalogue') }) },
      '/analysis/demand/{id}/cells': {
        parameters: [id('id-demand')],
        get: write.operation('get-cells', { 200: write.frame(), 304: write.plain('frame') }),
      },
      '/analysis/coverage': { post: write.operation('post-coverage', { 200: write.frame() }, 'CoverageRequest') },
      '/analysis/isochrones': {
        post: write.operation('post-isochrones', { 200: write.json('StudyResult') }, 'IsochronesRequest'),
      },
      '/analysis/studies': { post: write.operation('post-studies', { 200: write.json('StudyResult') }, 'Study') },
      '/analysis/jobs': {
        post: write.operation(
          'post-jobs',
          { 202: { ...write.json('Job'), headers: { Location: { schema: { type: 'string' } } } } },
          'Study',
        ),
      },
      '/analysis/jobs/{id}': {
        parameters: [id('id-job')],
        get: write.operation('get-job', { 200: write.json('Job') }),
        delete: write.operation('delete-job', { 204: write.plain('no-content') }),
      },
      '/analysis/jobs/{id}/events': {
        parameters: [id('id-job')],
        get: write.operation('get-events', {
          200: { ...write.plain('job'), content: { 'text/event-stream': { schema: { type: 'string' } } } },
        }),
      },
      '/analysis/jobs/{id}/result': {
        parameters: [id('id-job')],
        get: write.operation('get-result', { 200: write.json('StudyResult') }),
      },
      '/analysis/study.schema.json': { get: write.operation('get-schema', { 200: write.anything('get-schema') }) },
      '/analysis/openapi.json': { get: write.operation('get-openapi', { 200: write.anything('get-openapi') }) },
    },
    components: {
      schemas: components(
        [...Object.values(REQUEST_SCHEMAS), ...Object.values(ANSWER_SCHEMAS), ErrorSchema],
        lang,
        COMPONENTS,
      ),
      parameters: {
        lang: {
          name: 'lang',
          in: 'query',
          description: SCHEMA['lang-parameter'][lang],
          schema: { type: 'string', enum: ['zh', 'en'] },
        },
      },
    },
  };
}

class Writer {
  readonly #lang: Lang;

  constructor(lang: Lang) {
    this.#lang = lang;
  }

  operation(
    text: SchemaText,
    responses: Readonly<Record<number, Schema>>,
    body?: keyof typeof REQUEST_SCHEMAS,
  ): Schema {
    return {
      operationId: text.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
      summary: SCHEMA[text][this.#lang],
      parameters: [{ $ref: '#/components/parameters/lang' }],
      ...(body === undefined
        ? {}
        : { requestBody: { required: true, content: { [JSON_TYPE]: { schema: { $ref: COMPONENTS + body } } } } }),
      responses: {
        ...responses,
        default: { ...this.plain('error'), content: { [JSON_TYPE]: { schema: { $ref: `${COMPONENTS}Error` } } } },
      },
    };
  }

  json(name: string): Schema {
    return { description: name, content: { [JSON_TYPE]: { schema: { $ref: COMPONENTS + name } } } };
  }

  frame(): Schema {
    return {
      ...this.plain('frame'),
      content: { [FRAME_TYPE]: { schema: { type: 'string', contentMediaType: FRAME_TYPE } } },
    };
  }

  anything(text: SchemaText): Schema {
    return { ...this.plain(text), content: { [JSON_TYPE]: { schema: { type: 'object' } } } };
  }

  plain(text: SchemaText): Schema {
    return { description: SCHEMA[text][this.#lang] };
  }
}

import Type from 'typebox';
import { LangParameter } from '../../tiles/api/common.ts';
import {
  AnalysisCatalogueSchema,
  CellsHeaderSchema,
  CoverageHeaderSchema,
  CoverageRequestSchema,
} from '../../tiles/api/coverage.ts';
import { JobSchema, StudyResultSchema } from '../../tiles/api/result.ts';
import { TEXT } from '../../tiles/api/schema.ts';
import { IsochronesRequestSchema, StudySchema } from '../../tiles/api/study.ts';
import { STUDY_LIMITS } from '../../tiles/api/vocabulary.ts';
import type { LayerLookup } from '../layers/registry.ts';
import { anyone } from '../platform/auth/principal.ts';
import type { Database } from '../platform/db/types.ts';
import { ApiError } from '../platform/http/errors.ts';
import { atPrefix, openApi } from '../platform/http/openapi.ts';
import { PrefixedContents } from '../platform/http/prefixed-contents.ts';
import { Content } from '../platform/http/content.ts';
import { gzipped, once } from '../platform/http/respond.ts';
import { body, json, route, type Route, type RouteRequest } from '../platform/http/route.ts';
import { jobRoutes } from '../platform/jobs/routes.ts';
import type { Jobs } from '../platform/jobs/jobs.ts';
import type { JobStreams } from '../platform/jobs/job-streams.ts';
import type { Lang } from '../platform/messages/index.ts';
import { readCatalogue } from './catalogue.ts';
import { type AnalysisEngine, type Asked, SHORT_S, type StudyOptions } from './engine/engine.ts';
import type { ParsedStudy, StudyAnswer } from './engine/protocol.ts';
import { AnalysisError, AnalysisErrors } from './errors.ts';
import { jsonSchema } from './study/json-schema.ts';
import { SCHEMA } from './messages.ts';

const ISOCHRONES_MAX_BODY_MB = 8;
/** Room for thousands of edits. */
const COVERAGE_MAX_BODY_MB = 2;
const COLUMNAR_TYPE = 'application/octet-stream';

export interface AnalysisRoutesParts {
  readonly db: Database;
  readonly registry: LayerLookup;
  readonly engine: AnalysisEngine;
  readonly jobs: Jobs;
  readonly jobStreams: JobStreams;
  readonly maxBodyMb: number;
  readonly version: string;
}

const COMMON = { auth: anyone, cors: 'any-site' } as const;
const CellsQuery = Type.Object({
  form: Type.Optional(Type.Enum(['plain', 'packed'], { [TEXT]: SCHEMA['cells-form'] })),
  key: Type.Optional(Type.String({ maxLength: 100, [TEXT]: SCHEMA['cells-key'] })),
  for: Type.Optional(Type.String({ minLength: 1, maxLength: STUDY_LIMITS.text, [TEXT]: SCHEMA['cells-for'] })),
});
const LangQuery = Type.Object({ lang: Type.Optional(LangParameter) });

export function analysisRoutes(parts: AnalysisRoutesParts): readonly Route[] {
  const { db, registry, engine, jobs, jobStreams, maxBodyMb, version } = parts;
  const routes: readonly Route[] = [
    route({
      ...COMMON,
      method: 'GET',
      path: '/analysis/catalogue',
      turn: 'kept',
      answer: json(AnalysisCatalogueSchema),
      cache: 'revalidate',
      docs: docs('getCatalogue', 'get-catalogue', ['/analysis/catalogue']),
      handle: ({ principal, signal }) => readCatalogue(db.as(principal, { signal }), registry, engine),
    }),
    route({
      ...COMMON,
      method: 'GET',
      path: '/analysis/demand/:id/cells',
      turn: 'kept',
      params: Type.Object({ id: Type.String({ [TEXT]: SCHEMA['id-demand'] }) }),
      query: CellsQuery,
      answer: body(COLUMNAR_TYPE, SCHEMA.columnar, CellsHeaderSchema),
      cache: 'revalidate',
      docs: docs('getCells', 'get-cells'),
      handle: ({ params, query: { form, key, for: group }, signal }) =>
        cellsOf(engine, params.id, { form: form ?? 'plain', key, group, signal }),
    }),
    route({
      ...COMMON,
      method: 'POST',
      path: '/analysis/coverage',
      turn: 'passed',
      cost: 'study',
      body: { schema: CoverageRequestSchema, maxMb: COVERAGE_MAX_BODY_MB },
      answer: body(COLUMNAR_TYPE, SCHEMA.columnar, CoverageHeaderSchema),
      cache: 'no-store',
      docs: docs('postCoverage', 'post-coverage'),
      handle: async ({ body: bytes, ...request }) => {
        const asked = askedBy(request);
        // While a facility is dragged, the page cancels one request for the next.
        const read = await engine.readCoverage(bytes, asked);
        const message = await engine.coverage(read, asked);
        // It is asked for once, and by slow lines: the better compression is worth its time.
        if (read.cells === 'packed') return new Content(Buffer.from(message), { type: COLUMNAR_TYPE });
        return once(message, COLUMNAR_TYPE);
      },
    }),
    /** Answered as a study of this one analysis. */
    route({
      ...COMMON,
      method: 'POST',
      path: '/analysis/isochrones',
      turn: 'passed',
      cost: 'study',
      body: { schema: IsochronesRequestSchema, maxMb: ISOCHRONES_MAX_BODY_MB },
      answer: json(StudyResultSchema),
      cache: 'no-store',
      docs: docs('postIsochrones', 'post-isochrones'),
      handle: async ({ body: bytes, ...request }) => {
        const asked = askedBy(request);
        const { study } = await engine.read(bytes, 'IsochronesRequest', asked);
        const { result } = await isochronesOnly(engine, study, { ...asked, timeLimitS: SHORT_S, lane: 'quick' });
        return gzipped(result);
      },
    }),
    /** A small study, answered at once; of one that takes longer than 20 s, what was found by then. */
    route({
      ...COMMON,
      method: 'POST',
      path: '/analysis/studies',
      turn: 'passed',
      cost: 'study',
      body: { schema: StudySchema, maxMb: maxBodyMb },
      answer: json(StudyResultSchema),
      cache: 'no-store',
      docs: docs('postStudies', 'post-studies'),
      handle: async ({ body: bytes, ...request }) => {
        const asked = askedBy(request);
        const { study, timeLimitS, looksQuick } = await engine.read(bytes, 'Study', asked);
        const limitS = Math.min(SHORT_S, timeLimitS ?? SHORT_S);
        const { result } = await engine.study(study, { ...asked, timeLimitS: limitS, lane: 'short', looksQuick });
        return gzipped(result);
      },
    }),
    ...jobRoutes({
      jobs,
      streams: jobStreams,
      base: '/analysis/jobs',
      work: StudySchema,
      result: StudyResultSchema,
      job: JobSchema,
      maxBodyMb,
      tag: 'analysis',
    }),
    documentRoute(
      '/analysis/study.schema.json',
      docs('getStudySchema', 'get-schema', ['/analysis/study.schema.json']),
      (lang) => jsonSchema(StudySchema, lang),
    ),
  ];
  const described: Route[] = [...routes];
  const document = documentRoute(
    '/analysis/openapi.json',
    docs('getAnalysisOpenApi', 'get-openapi', ['/analysis/openapi.json']),
    (lang, prefix) => atPrefix(openApi({ routes: described, lang, version, title: SCHEMA['api-title'] }), prefix),
  );
  described.push(document);
  return described;
}

function askedBy({ signal, principal }: Pick<RouteRequest<unknown, unknown>, 'signal' | 'principal'>): Asked {
  return { signal, clients: principal.clients };
}

/** An unknown demand or group in an address answers 404; in a study it is an error of the study. */
async function cellsOf(
  engine: Pick<AnalysisEngine, 'cells'>,
  id: string,
  options: Parameters<AnalysisEngine['cells']>[1],
): Promise<Content> {
  try {
    return await engine.cells(id, options);
  } catch (error) {
    if (!(error instanceof AnalysisError) || !NO_SUCH_DEMAND.has(error.code)) throw error;
    throw new ApiError(404, error.code, error.text, { cause: error });
  }
}

const NO_SUCH_DEMAND: ReadonlySet<string> = new Set([
  'unknown-demand',
  'no-demand',
  'unknown-group',
  'no-groups',
  'group-nobody',
]);

function docs(id: string, text: keyof typeof SCHEMA, examples?: readonly string[]) {
  return { tag: 'analysis', id, summary: SCHEMA[text], ...(examples === undefined ? {} : { examples }) };
}

/** A document in the language asked for, written once a language. */
function documentRoute(
  path: string,
  docs: NonNullable<Route['docs']>,
  write: (lang: Lang, prefix: string) => unknown,
): Route {
  const contents = new PrefixedContents();
  return route({
    ...COMMON,
    method: 'GET',
    path,
    query: LangQuery,
    answer: json(Type.Unsafe<object>({ type: 'object' })),
    cache: 'revalidate',
    vary: ['language', 'prefix'],
    docs,
    handle: ({ lang, prefix }) => contents.of(lang, prefix, () => Content.json(write(lang, prefix))),
  });
}

/** Isochrones alone, as a study of this one analysis. Errors have their places in the request. */
async function isochronesOnly(
  engine: Pick<AnalysisEngine, 'study'>,
  study: ParsedStudy,
  options: StudyOptions,
): Promise<StudyAnswer> {
  const asAsked = (error: AnalysisError): AnalysisError =>
    error.movedTo(error.at?.replace(/^\/analyses\/0(?=\/|$)/, ''));
  try {
    return await engine.study(study, options);
  } catch (error) {
    if (error instanceof AnalysisError) throw asAsked(error);
    throw error instanceof AnalysisErrors ? new AnalysisErrors(error.errors.map(asAsked)) : error;
  }
}

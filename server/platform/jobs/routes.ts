import Type, { type TSchema } from 'typebox';
import { LangParameter } from '../../../tiles/api/common.ts';
import { TEXT } from '../../../tiles/api/schema.ts';
import type { Job } from '../../../tiles/api/result.ts';
import { anyone, clientFrom } from '../auth/principal.ts';
import { ApiError, noStreamFree } from '../http/errors.ts';
import { empty, eventStream, gzipped, reply } from '../http/respond.ts';
import { events, json, nothing, route, type Route } from '../http/route.ts';
import type { Lang } from '../messages/index.ts';
import type { StoredJob } from './job-store.ts';
import type { JobStreams } from './job-streams.ts';
import { isOver, type Jobs } from './jobs.ts';
import { JOBS } from './messages.ts';

export interface JobRoutesParts {
  readonly jobs: Jobs;
  readonly streams: JobStreams;
  /** Where the addresses begin, such as `/analysis/jobs`. */
  readonly base: string;
  /** Schemas of a job's request and of its result. */
  readonly work: TSchema;
  readonly result: TSchema;
  readonly job: TSchema;
  readonly maxBodyMb: number;
  /** The OpenAPI tag of the routes. */
  readonly tag: string;
}

export function jobRoutes({
  jobs,
  streams,
  base,
  work,
  result,
  job: schema,
  maxBodyMb,
  tag,
}: JobRoutesParts): readonly Route[] {
  const common = { auth: anyone, cache: 'no-store', cors: 'any-site' } as const;
  const params = Type.Object({ id: Type.String({ [TEXT]: JOBS['id-job'] }) });
  const query = Type.Object({ lang: Type.Optional(LangParameter) });
  return [
    route({
      ...common,
      method: 'POST',
      path: base,
      turn: 'kept',
      cost: 'study',
      query,
      body: { schema: work, maxMb: maxBodyMb },
      answer: json(schema, 202),
      docs: { tag, id: 'postJobs', summary: JOBS['post-jobs'] },
      handle: async ({ body, principal, lang, prefix, keepBody, signal }) => {
        const onEnd = keepBody();
        const job = await jobs
          .submit(body, { client: clientFrom(principal), onEnd, signal })
          .catch((error: unknown) => {
            onEnd();
            throw error;
          });
        return reply(jobView(job, prefix + base, lang), {
          status: 202,
          headers: { Location: `${prefix}${base}/${job.id}` },
        });
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: `${base}/:id`,
      turn: 'kept',
      params,
      query,
      answer: json(schema),
      vary: ['language', 'prefix'],
      docs: { tag, id: 'getJob', summary: JOBS['get-job'] },
      handle: async ({ params: { id }, principal, lang, prefix }) =>
        jobView(found(await jobs.get(id, clientFrom(principal)), id), prefix + base, lang),
    }),
    route({
      ...common,
      method: 'DELETE',
      path: `${base}/:id`,
      turn: 'kept',
      params,
      answer: nothing(JOBS['no-content']),
      docs: { tag, id: 'deleteJob', summary: JOBS['delete-job'] },
      handle: async ({ params: { id }, principal }) => {
        const done = await jobs.cancel(id, clientFrom(principal));
        if (done === 'unknown') throw unknownJob(id);
        if (done === 'not-yours') throw new ApiError(403, 'not-your-job', JOBS['not-your-job'], { values: { id } });
        return empty();
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: `${base}/:id/events`,
      params,
      query,
      answer: events(JOBS.events, { job: schema, end: Type.Object({}) }),
      docs: { tag, id: 'getJobEvents', summary: JOBS['get-job-events'] },
      handle: async ({ params: { id }, principal, lang, prefix }) => {
        const client = clientFrom(principal);
        const job = found(await jobs.get(id, client), id);
        const refusal = streams.refuses(client);
        if (refusal !== null) throw noStreamFree(refusal, 'too-many-streams', JOBS['too-many-streams']);
        const format = (each: StoredJob): string => JSON.stringify(jobView(each, prefix + base, lang));
        return eventStream((res) => streams.open(res, { job, client, format }));
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: `${base}/:id/result`,
      turn: 'kept',
      params,
      answer: json(result),
      docs: { tag, id: 'getJobResult', summary: JOBS['get-job-result'] },
      handle: async ({ params: { id }, principal }) => {
        const { state, bytes } = found(await jobs.result(id, clientFrom(principal)), id);
        if (bytes !== null) return gzipped(bytes);
        const headers = isOver({ state }) ? {} : { 'Retry-After': '1' };
        throw new ApiError(404, 'job-not-done', JOBS['job-not-done'], { values: { id, state }, headers });
      },
    }),
  ];
}

/** A job as it is answered. */
function jobView(
  { id, title, state, progress, createdAt, finishedAt, error, hasResult }: StoredJob,
  base: string,
  lang: Lang,
): Job {
  return {
    id,
    title,
    state,
    progress,
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
    error:
      error === null
        ? null
        : {
            code: error.code,
            message: error.text[lang],
            ...(error.problems.length === 0
              ? {}
              : {
                  problems: error.problems.map(({ code, text, at }) => ({
                    code,
                    message: text[lang],
                    ...(at === undefined ? {} : { at }),
                  })),
                }),
          },
    result: hasResult ? `${base}/${id}/result` : null,
  };
}

function found<T>(job: T | null, id: string): T {
  if (job === null) throw unknownJob(id);
  return job;
}

function unknownJob(id: string): ApiError {
  return new ApiError(404, 'unknown-job', JOBS['unknown-job'], { values: { id } });
}

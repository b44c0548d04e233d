import type { RequestHandler } from 'express';
import { isOver } from './jobs.ts';
import { jobView } from './job-view.ts';
import type { Context } from '../../context.ts';
import { ApiError } from '../http/errors.ts';
import { readBody } from '../http/body.ts';
import { langOf } from '../http/language.ts';
import { sendGzipped, sendOnce } from '../http/respond.ts';

type JobRoute = RequestHandler<{ id: string }>;

/** `POST /analysis/jobs`: 202 with the job, whose address is in `Location`. */
export function submitJobRoute({ jobs, config }: Context): RequestHandler {
  return async (req, res) => {
    const job = await jobs.submit(await readBody(req, config.analysis.bodyMb));
    res.status(202).set('Location', `/analysis/jobs/${job.id}`);
    await sendOnce(req, res, json(jobView(job, langOf(req))), JSON_TYPE);
  };
}

/** `GET /analysis/jobs/{id}` */
export function jobRoute({ jobs }: Context): JobRoute {
  return async (req, res) => {
    const job = found(await jobs.get(req.params.id), req.params.id);
    res.vary('Accept-Language');
    await sendOnce(req, res, json(jobView(job, langOf(req))), JSON_TYPE);
  };
}

/** `GET /analysis/jobs/{id}/events`: the job at every step, as server-sent events, until it is over. */
export function jobEventsRoute({ jobs, jobStreams }: Context): JobRoute {
  return async (req, res) => {
    const lang = langOf(req);
    const job = found(await jobs.get(req.params.id), req.params.id);
    if (jobStreams.isFull)
      throw new ApiError(503, 'too-many-streams', 'too-many-streams', { headers: { 'Retry-After': '30' } });
    if (req.method === 'HEAD') res.set('Cache-Control', 'no-store').type('text/event-stream').end();
    else jobStreams.open(res, job, (each) => JSON.stringify(jobView(each, lang)));
  };
}

/** `GET /analysis/jobs/{id}/result` */
export function jobResultRoute({ jobs }: Context): JobRoute {
  return async (req, res) => {
    const { id } = req.params;
    const { state, bytes } = found(await jobs.result(id), id);
    if (bytes === null) {
      const headers = isOver({ state }) ? {} : { 'Retry-After': '1' };
      throw new ApiError(404, 'job-not-done', 'job-not-done', { values: { id, state }, headers });
    }
    await sendGzipped(req, res, bytes, JSON_TYPE);
  };
}

/** `DELETE /analysis/jobs/{id}`: calls it off; 204 also where it was over before. */
export function cancelJobRoute({ jobs }: Context): JobRoute {
  return async (req, res) => {
    if (!(await jobs.cancel(req.params.id))) throw unknownJob(req.params.id);
    res.status(204).set('Cache-Control', 'no-store').end();
  };
}

const JSON_TYPE = 'application/json; charset=utf-8';

function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}

function found<T>(job: T | null, id: string): T {
  if (job === null) throw unknownJob(id);
  return job;
}

function unknownJob(id: string): ApiError {
  return new ApiError(404, 'unknown-job', 'unknown-job', { values: { id } });
}

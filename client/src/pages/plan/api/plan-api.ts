/** Every question the planners' page asks the analysis of its server. */
import type { AnalysisCatalogue, CoverageRequest } from '../../../../../tiles/api/coverage.ts';
import type { Job, StudyResult } from '../../../../../tiles/api/result.ts';
import type { Study } from '../../../../../tiles/api/study.ts';
import { decodeColumnar, ColumnarError, type ColumnarMessage } from '../../../../../tiles/api/columnar-message.ts';
import type { Connection } from '../../../data/connection.ts';
import { ApiError } from '../../../data/errors.ts';
import { createSend, createSendJson } from '../../../data/http.ts';
import type { Language } from '../../../i18n/keys.ts';

export interface PlanApi {
  readonly catalogue: (signal?: AbortSignal) => Promise<AnalysisCatalogue>;
  readonly cells: (demand: string, signal?: AbortSignal) => Promise<ColumnarMessage<unknown>>;
  readonly coverage: (request: CoverageRequest, signal?: AbortSignal) => Promise<ColumnarMessage<unknown>>;
  readonly startJob: (study: Study, signal?: AbortSignal) => Promise<Job>;
  readonly job: (id: string, signal?: AbortSignal) => Promise<Job>;
  readonly cancelJob: (id: string) => Promise<unknown>;
  readonly jobResult: (id: string, signal?: AbortSignal) => Promise<StudyResult>;
  /** Address of the job's server-sent events. */
  readonly jobEvents: (id: string) => string;
}

/** The first request of a city may have to read its road network from disk. */
const COVERAGE_TIMEOUT_MS = 60_000;
const CELLS_TIMEOUT_MS = 60_000;

export function createPlanApi(base: string, language: () => Language, watch?: Connection['watch']): PlanApi {
  const [send, json] = [createSend(base, language, watch), createSendJson(base, language, watch)];
  const columnar = async (path: string, options: Parameters<typeof send>[1]): Promise<ColumnarMessage<unknown>> =>
    readColumnar(await send(path, options));
  const with_ = (signal?: AbortSignal) => (signal === undefined ? {} : { signal });
  const jobPath = (id: string): string => `/analysis/jobs/${encodeURIComponent(id)}`;
  return {
    catalogue: (signal) => json('/analysis/catalogue', with_(signal)),
    cells: (demand, signal) =>
      columnar(`/analysis/demand/${encodeURIComponent(demand)}/cells`, {
        timeoutMs: CELLS_TIMEOUT_MS,
        ...with_(signal),
      }),
    coverage: (body, signal) =>
      columnar('/analysis/coverage', { method: 'POST', body, timeoutMs: COVERAGE_TIMEOUT_MS, ...with_(signal) }),
    startJob: (body, signal) => json('/analysis/jobs', { method: 'POST', body, ...with_(signal) }),
    job: (id, signal) => json(jobPath(id), with_(signal)),
    cancelJob: (id) => send(jobPath(id), { method: 'DELETE' }),
    jobResult: (id, signal) => json(`${jobPath(id)}/result`, { timeoutMs: COVERAGE_TIMEOUT_MS, ...with_(signal) }),
    jobEvents: (id) => `${base}${jobPath(id)}/events`,
  };
}

function readColumnar(bytes: Uint8Array): ColumnarMessage<unknown> {
  try {
    return decodeColumnar(bytes);
  } catch (cause) {
    if (cause instanceof ColumnarError) throw new ApiError({ code: 'bad-answer', cause });
    throw cause;
  }
}

/** Every question the planners' page asks the analysis of its server. */
import type { AnalysisCatalogue, CoverageRequest } from '../../../../../tiles/api/coverage.ts';
import type { Job, StudyResult } from '../../../../../tiles/api/result.ts';
import type { Study } from '../../../../../tiles/api/study.ts';
import {
  columnarSize,
  decodeColumnar,
  ColumnarError,
  type ColumnarMessage,
} from '../../../../../tiles/api/columnar-message.ts';
import { unpackCells, unpackCoverage } from '../../../../../tiles/api/packed-messages.ts';
import type { Connection } from '../../../data/connection.ts';
import { ApiError } from '../../../data/errors.ts';
import { createAskJson, createSend } from '../../../data/http.ts';
import type { Live } from '../../../data/live.ts';
import type { Language } from '../../../i18n/keys.ts';

export interface PlanApi {
  readonly catalogue: (signal?: AbortSignal) => Promise<AnalysisCatalogue>;
  /**
   * Cells of a demand; `key` as the catalogue gives it. They have the people of one group where `for` names it.
   * `onProgress` gets the share of the bytes that have come.
   */
  readonly cells: (
    demand: { readonly id: string; readonly key: string; readonly for?: string },
    options?: { readonly signal?: AbortSignal; readonly onProgress?: (share: number) => void },
  ) => Promise<ColumnarMessage<unknown>>;
  readonly coverage: (request: CoverageRequest, signal?: AbortSignal) => Promise<ColumnarMessage<unknown>>;
  /** A small study, answered at once. */
  readonly study: (study: Study, signal?: AbortSignal) => Promise<StudyResult>;
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

export function createPlanApi(
  base: string,
  language: () => Language,
  watch?: Connection['watch'],
  asking?: Live['asking'],
): PlanApi {
  const send = createSend(base, language, watch, asking);
  const json = createAskJson(base, language, watch, asking);
  const columnar = async (path: string, options: Parameters<typeof send>[1]): Promise<ColumnarMessage<unknown>> =>
    readColumnar(await send(path, options));
  const with_ = (signal?: AbortSignal) => (signal === undefined ? {} : { signal });
  const jobPath = (id: string): string => `/analysis/jobs/${encodeURIComponent(id)}`;
  return {
    catalogue: (signal) => json('/analysis/catalogue', with_(signal)),
    cells: async ({ id, key, for: group }, { signal, onProgress } = {}) =>
      unpacked(
        unpackCells,
        await columnar(`/analysis/demand/${encodeURIComponent(id)}/cells`, {
          params: { form: 'packed', key, ...(group === undefined ? {} : { for: group }) },
          timeoutMs: CELLS_TIMEOUT_MS,
          ...with_(signal),
          ...(onProgress === undefined ? {} : { onBytes: (bytes) => tellShare(bytes, onProgress) }),
        }),
      ),
    coverage: async (body, signal) => {
      const options = { method: 'POST', body, timeoutMs: COVERAGE_TIMEOUT_MS, ...with_(signal) } as const;
      const message = await columnar('/analysis/coverage', options);
      return body.cells === 'packed' ? unpacked(unpackCoverage, message) : message;
    },
    study: (body, signal) =>
      json('/analysis/studies', { method: 'POST', body, timeoutMs: COVERAGE_TIMEOUT_MS, ...with_(signal) }),
    startJob: (body, signal) => json('/analysis/jobs', { method: 'POST', body, ...with_(signal) }),
    job: (id, signal) => json(jobPath(id), with_(signal)),
    cancelJob: (id) => send(jobPath(id), { method: 'DELETE' }),
    jobResult: (id, signal) => json(`${jobPath(id)}/result`, { timeoutMs: COVERAGE_TIMEOUT_MS, ...with_(signal) }),
    jobEvents: (id) => `${base}${jobPath(id)}/events`,
  };
}

function readColumnar(bytes: Uint8Array): ColumnarMessage<unknown> {
  return unpacked(decodeColumnar, bytes);
}

/** What has come of a columnar message, which says its length as soon as its header is there. */
function tellShare(bytes: Uint8Array, onProgress: (share: number) => void): void {
  const size = columnarSize(bytes);
  if (size !== null) onProgress(Math.min(1, bytes.length / size));
}

function unpacked<T>(unpack: (value: T) => ColumnarMessage<unknown>, value: T): ColumnarMessage<unknown> {
  try {
    return unpack(value);
  } catch (cause) {
    if (cause instanceof ColumnarError) throw new ApiError({ code: 'bad-answer', cause });
    throw cause;
  }
}

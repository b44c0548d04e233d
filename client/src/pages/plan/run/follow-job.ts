/** Follows a job of the server to its end: by its events, and by asking where those do not come. */
import type { Job } from '../../../../../tiles/api/result.ts';
import { ApiError, asApiError } from '../../../data/errors.ts';
import type { EventSourceLike } from '../../../data/stream.ts';

export interface JobSource {
  readonly ask: (signal: AbortSignal) => Promise<Job>;
  /** Null where the browser has no event source. */
  readonly events: () => EventSourceLike | null;
}

const EVENTS = ['job', 'progress', 'message', 'done', 'end'];
/** Events bring every step; asking is for those who get none, and finds out where the stream broke. */
const ASK_EVERY_MS = { unheard: 1000, heard: 5000 };
const MAX_FAILURES = 5;

export function isOver({ state }: Job): boolean {
  return state === 'done' || state === 'failed' || state === 'cancelled';
}

/** Resolves with the finished job. Rejects where the server no longer answers, or the signal aborts. */
export function followJob({ ask, events }: JobSource, onJob: (job: Job) => void, signal: AbortSignal): Promise<Job> {
  return new Promise((resolve, reject) => {
    const source = events();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let failures = 0;
    let ended = false;
    let everyMs = ASK_EVERY_MS.unheard;

    const end = (finish: () => void): void => {
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      source?.close();
      signal.removeEventListener('abort', onAbort);
      finish();
    };
    const take = (job: Job): void => {
      if (ended) return;
      onJob(job);
      if (isOver(job)) end(() => resolve(job));
    };
    const onAbort = (): void => end(() => reject(new DOMException('Aborted', 'AbortError')));
    const poll = async (): Promise<void> => {
      try {
        take(await ask(signal));
        failures = 0;
      } catch (error) {
        failures += 1;
        // A job that the server does not know has gone with a restart; asking again would not bring it back.
        const isGone = error instanceof ApiError && error.status === 404;
        if (isGone || failures >= MAX_FAILURES) return end(() => reject(asApiError(error)));
      }
      if (!ended) timer = setTimeout(() => void poll(), everyMs);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) return onAbort();
    for (const type of EVENTS) {
      source?.addEventListener(type, ({ data }) => {
        const job = readJob(data);
        if (job === null) return;
        everyMs = ASK_EVERY_MS.heard;
        take(job);
      });
    }
    // The browser reconnects by itself; what is lost meanwhile comes by asking.
    timer = setTimeout(() => void poll(), everyMs);
  });
}

/** Null where the data are no job: a newer service may say more than an open page understands. */
export function readJob(data: unknown): Job | null {
  try {
    const job: unknown = typeof data === 'string' ? JSON.parse(data) : null;
    return typeof job === 'object' && job !== null && 'state' in job && 'progress' in job && 'id' in job
      ? (job as Job)
      : null;
  } catch {
    return null;
  }
}

/** Has a running service work on a study, as a job. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Job } from '../../../tiles/api/result.ts';
import type { Problem } from '../../../tiles/api/wire.ts';
import { language } from '../../cli/console.ts';
import { AnalyseError, reasonOf } from './error.ts';
import type { LocalOptions } from './local.ts';

const ASK_EVERY_MS = 500;

export type RemoteOptions = Pick<LocalOptions, 'signal' | 'onProgress'>;

/** @returns the JSON of the result. Rejects with `AnalyseError`. */
export async function runThere(study: unknown, server: string, { signal, onProgress }: RemoteOptions): Promise<string> {
  const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
    asked(`${server}${path}${path.includes('?') ? '&' : '?'}lang=${language}`, server, init);
  const { id } = (await (
    await ask('/analysis/jobs', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(study),
    })
  ).json()) as Job;
  const cancel = (): void => void ask(`/analysis/jobs/${id}`, { method: 'DELETE' }).catch(() => undefined);
  signal.addEventListener('abort', cancel, { once: true });
  for (;;) {
    const job = (await (await ask(`/analysis/jobs/${id}`)).json()) as Job;
    if (job.state === 'waiting' || job.state === 'running') {
      onProgress(job.progress);
      await sleep(ASK_EVERY_MS);
      continue;
    }
    if (job.result === null) {
      if (job.error === null) throw new AnalyseError('interrupted');
      throw new AnalyseError('server-failed', {
        reason: [
          job.error.message,
          ...(job.error.problems ?? []).map(({ at, message }) => `${at ?? ''} ${message}`),
        ].join('\n  '),
      });
    }
    // Not by the address in `result`: behind a path prefix it begins with that, as the address of the server does.
    return (await ask(`/analysis/jobs/${id}/result`)).text();
  }
}

async function asked(url: string, server: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, init);
  } catch (error) {
    throw new AnalyseError('server-unreachable', {
      url: server,
      reason: reasonOf(error instanceof Error && error.cause !== undefined ? error.cause : error),
    });
  }
  if (response.ok) return response;
  const body = (await response.json().catch(() => null)) as Problem | null;
  const lines = [
    body?.detail ?? `HTTP ${String(response.status)}`,
    ...(body?.errors ?? []).map(({ pointer, detail }) => `${pointer ?? ''} ${detail}`),
  ];
  throw new AnalyseError('server-failed', { reason: lines.join('\n  ') });
}

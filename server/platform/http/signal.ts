import type { ServerResponse } from 'node:http';

/** Aborted when the client leaves before it was answered. */
export function signalOf(res: ServerResponse): AbortSignal {
  const controller = new AbortController();
  res.once('close', () => {
    if (!res.writableFinished) controller.abort();
  });
  return controller.signal;
}

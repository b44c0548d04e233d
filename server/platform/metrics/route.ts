import type { RequestHandler } from 'express';
import type { Context } from '../../context.ts';
import { METRICS_TYPE } from './metrics.ts';

/** `GET /metrics`: the figures of all workers, in the text format of Prometheus. */
export function metricsRoute({ operations }: Context): RequestHandler {
  return async (_req, res) => {
    const text = await operations.readMetrics();
    res.set({ 'Cache-Control': 'no-store', 'Content-Type': METRICS_TYPE }).end(text);
  };
}

import { anyone } from '../auth/principal.ts';
import { once } from '../http/respond.ts';
import { body, route, type Route } from '../http/route.ts';
import { METRICS } from './messages.ts';
import { METRICS_TYPE } from './metrics.ts';
import type { Operations } from './operations.ts';

/** The figures of all workers, in the text format of Prometheus. */
export function metricsRoutes(operations: Pick<Operations, 'readMetrics'>): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/metrics',
      auth: anyone,
      answer: body('text/plain', METRICS.metrics),
      cache: 'no-store',
      cors: 'any-site',
      cost: 'free',
      docs: { tag: 'service', id: 'getMetrics', summary: METRICS['get-metrics'], examples: ['/metrics'] },
      handle: async () => once(Buffer.from(await operations.readMetrics()), METRICS_TYPE),
    }),
  ];
}

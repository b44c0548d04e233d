import { HealthSchema, type Health } from '../../../tiles/api/service.ts';
import { anyone } from '../auth/principal.ts';
import { reply, type Reply } from '../http/respond.ts';
import { json, route, type Route } from '../http/route.ts';
import type { ChangePollerStats } from './sources.ts';
import { METRICS } from './messages.ts';
import type { Operations } from './operations.ts';

/** An older look says nothing of the database now. The poller rests while nobody reads, and looks again when asked. */
const LOOK_AGAIN_AFTER_MS = 500;

/** What looks at the database now and then, and knows whether it is lost. */
export interface DatabaseWatch {
  readonly isLost: boolean;
  stats(): Pick<ChangePollerStats, 'isLost' | 'lastLookAgeMs'>;
  look(): Promise<void>;
}

export interface HealthParts {
  readonly watch: DatabaseWatch;
  readonly operations: Pick<Operations, 'isStopping'>;
  readonly databaseKind: Health['databaseKind'];
  readonly version: string;
}

export function healthRoutes(parts: HealthParts): readonly Route[] {
  const common = {
    method: 'GET',
    auth: anyone,
    answer: json(HealthSchema),
    cache: 'no-store',
    cors: 'any-site',
  } as const;
  return [
    /**
     * 200 while the process runs, whatever the database does. Tells the known state of the database without asking it.
     */
    route({
      ...common,
      path: '/healthz',
      docs: { tag: 'service', id: 'getHealth', summary: METRICS['get-health'], examples: ['/healthz'] },
      handle: () => ({ ...healthOf(parts), status: 'ok' as const }),
    }),
    /** 503 while the database is lost, and once the service is told to stop. */
    route({
      ...common,
      path: '/readyz',
      docs: { tag: 'service', id: 'getReadiness', summary: METRICS['get-ready'], examples: ['/readyz'] },
      handle: async () => {
        const { watch, operations } = parts;
        const { isLost, lastLookAgeMs } = watch.stats();
        // A look ends within about a second even where the database hangs.
        if (!operations.isStopping && !isLost && (lastLookAgeMs ?? Infinity) > LOOK_AGAIN_AFTER_MS) await watch.look();
        const health = healthOf(parts);
        return health.status === 'ok' ? health : unavailable(health);
      },
    }),
  ];
}

function healthOf({ databaseKind, watch, operations, version }: HealthParts): Health {
  return {
    status: operations.isStopping ? 'stopping' : watch.isLost ? 'unavailable' : 'ok',
    database: watch.isLost ? 'down' : 'up',
    databaseKind,
    version,
    uptimeS: Math.round(process.uptime()),
  };
}

function unavailable(health: Health): Reply {
  return reply(health, { status: 503, headers: { 'Retry-After': '2' } });
}

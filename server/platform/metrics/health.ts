import Type from 'typebox';
import { says } from '../../../tiles/api/schema.ts';
import { HealthSchema, type Health } from '../../../tiles/api/service.ts';
import type { DatabaseDiskFull } from '../db/errors.ts';
import { toApiError } from '../http/errors.ts';
import { say, type Lang } from '../messages/index.ts';
import { anyone } from '../auth/principal.ts';
import { reply, type Reply } from '../http/respond.ts';
import { json, route, type Route } from '../http/route.ts';
import type { ChangePollerStats } from './sources.ts';
import { METRICS } from './messages.ts';
import type { Operations } from './operations.ts';

/** An older poll says nothing of the database now. The poller rests while nobody reads, and polls again when asked. */
const LOOK_AGAIN_AFTER_MS = 500;

/** Polls the database now and then, and knows whether it is lost. */
export interface DatabaseWatch {
  readonly isLost: boolean;
  stats(): Pick<ChangePollerStats, 'isLost' | 'lastLookAgeMs'>;
  look(): Promise<void>;
}

const ReadyQuery = Type.Object({
  for: Type.Optional(
    Type.Enum(
      ['reads', 'writes'],
      says(
        '为谁就绪：只读（reads，缺省；主库不可用而备库可读时也就绪），或也写（writes）。',
        'For whom: who reads (reads, the default, also while the primary is lost and a standby is read), or who writes (writes).',
      ),
    ),
  ),
});

export interface HealthParts {
  /** The disk of the database, where it is full: what is read is right still, and nothing can be written. */
  readonly fullDisk: () => Promise<DatabaseDiskFull | null>;
  readonly watch: DatabaseWatch;
  /** Standbys that are read from, as `Health` tells them. Null where none is set. */
  readonly standbys: () => Health['standbys'] | null;
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
    cost: 'free',
  } as const;
  return [
    /**
     * 200 while the process runs, whatever the database does. Tells the known state of the database without asking it.
     */
    route({
      ...common,
      path: '/healthz',
      docs: { tag: 'service', id: 'getHealth', summary: METRICS['get-health'], examples: ['/healthz'] },
      handle: async ({ preferredLang }) => ({ ...(await healthOf(parts, preferredLang)), status: 'ok' as const }),
    }),
    /**
     * 503 while the database is lost or its disk is full, and once the service is told to stop. While a standby is read
     * it is ready for who reads, and not for who writes.
     */
    route({
      ...common,
      path: '/readyz',
      query: ReadyQuery,
      docs: { tag: 'service', id: 'getReadiness', summary: METRICS['get-ready'], examples: ['/readyz'] },
      handle: async ({ query, preferredLang }) => {
        const { watch, operations } = parts;
        const { isLost, lastLookAgeMs } = watch.stats();
        // A poll ends within about a second even where the database hangs.
        if (!operations.isStopping && !isLost && (lastLookAgeMs ?? Infinity) > LOOK_AGAIN_AFTER_MS) await watch.look();
        const health = await healthOf(parts, preferredLang);
        const isReady = health.status === 'ok' || (health.status === 'read-only' && query.for !== 'writes');
        return isReady ? health : unavailable(health);
      },
    }),
  ];
}

async function healthOf(parts: HealthParts, lang: Lang): Promise<Health> {
  const { databaseKind, watch, operations, version } = parts;
  const full = await parts.fullDisk();
  const standbys = parts.standbys();
  const usable = watch.isLost ? ((standbys?.up ?? 0) > 0 ? 'read-only' : 'unavailable') : 'ok';
  return {
    status: operations.isStopping ? 'stopping' : full === null ? usable : 'unavailable',
    database: watch.isLost ? 'down' : 'up',
    ...(standbys === null || standbys === undefined ? {} : { standbys }),
    ...(full === null ? {} : { problem: fullDiskSentence(full, lang) }),
    databaseKind,
    version,
    uptimeS: Math.round(process.uptime()),
  };
}

/** In the words of the requests that fail over it. */
function fullDiskSentence(full: DatabaseDiskFull, lang: Lang): string {
  const { text, values } = toApiError(full);
  return say(text, lang, values);
}

function unavailable(health: Health): Reply {
  return reply(health, { status: 503, headers: { 'Retry-After': '2' } });
}

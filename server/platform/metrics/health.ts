import type { RequestHandler, Response } from 'express';
import type { Health } from '../../../tiles/api/wire.ts';
import type { Context } from '../../context.ts';

/** What an older look saw may have passed. The poller rests while nobody reads, and looks again when asked. */
const LOOK_AGAIN_AFTER_MS = 500;

/**
 * `GET /healthz`: 200 while the process runs, whatever the database does. Tells what is known of it, and never asks it.
 */
export function healthRoute(context: Context): RequestHandler {
  return (_req, res) => answer(res, 200, { ...healthOf(context), status: 'ok' });
}

/** `GET /readyz`: 503 while the database is lost, and once the service is told to stop. */
export function readyRoute(context: Context): RequestHandler {
  return async (_req, res) => {
    const { poller, operations } = context;
    const { isLost, lastLookAgeMs } = poller.stats();
    // A look ends within about a second even where the database hangs.
    if (!operations.isStopping && !isLost && (lastLookAgeMs ?? Infinity) > LOOK_AGAIN_AFTER_MS) await poller.look();
    const health = healthOf(context);
    answer(res, health.status === 'ok' ? 200 : 503, health);
  };
}

function healthOf({ config, db, poller, operations }: Context): Health {
  return {
    status: operations.isStopping ? 'stopping' : poller.isLost ? 'unavailable' : 'ok',
    database: poller.isLost ? 'down' : 'up',
    databaseKind: db.kind,
    version: config.version,
    uptimeS: Math.round(process.uptime()),
  };
}

function answer(res: Response, status: number, health: Health): void {
  if (status === 503) res.set('Retry-After', '2');
  res.status(status).set('Cache-Control', 'no-store').type('json').end(JSON.stringify(health));
}

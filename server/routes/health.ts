import type { RequestHandler, Response } from 'express';
import type { Health } from '../../tiles/wire.ts';
import type { Context } from '../context.ts';
import { loadSql } from '../db/sql.ts';
import type { Database } from '../db/types.ts';

const PING = loadSql('api/ping');

/** A database that takes longer than this to answer nothing at all is as good as lost. */
const PING_TIMEOUT_MS = 1500;

/** `GET /healthz`: 200 while the process runs, whatever the database does. */
export function healthRoute(context: Context): RequestHandler {
  return async (_req, res) => answer(res, 200, await healthOf(context, 'ok'));
}

/** `GET /readyz`: 503 while the database is lost. */
export function readyRoute(context: Context): RequestHandler {
  return async (_req, res) => {
    const health = await healthOf(context, 'unavailable');
    answer(res, health.status === 'ok' ? 200 : 503, health);
  };
}

async function healthOf({ config, db }: Context, without: Health['status']): Promise<Health> {
  const up = await answers(db);
  return {
    status: up ? 'ok' : without,
    database: up ? 'up' : 'down',
    databaseKind: db.kind,
    version: config.version,
    uptimeS: Math.round(process.uptime()),
  };
}

async function answers(db: Database): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), PING_TIMEOUT_MS);
  });
  try {
    return await Promise.race([db.query(PING).then(() => true, () => false), timeout]);
  } finally {
    clearTimeout(timer);
  }
}

function answer(res: Response, status: number, health: Health): void {
  if (status === 503) res.set('Retry-After', '2');
  res.status(status).set('Cache-Control', 'no-store').type('json').end(JSON.stringify(health));
}

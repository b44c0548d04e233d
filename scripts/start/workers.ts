/** Answering by other processes: the one that was started keeps the database and them. */
import { startWorkers } from '../../server/cluster/primary.ts';
import { runWorker } from '../../server/cluster/worker.ts';
import { readConfig, type Config } from '../../server/platform/config.ts';
import { openDatabase } from '../../server/platform/db/pool.ts';
import type { Database } from '../../server/platform/db/types.ts';
import { createLog, type Log } from '../../server/platform/log/log.ts';
import { longestStopMs, startServer, type Service } from '../../server/main.ts';
import type { WorkerLink } from '../../server/platform/metrics/operations.ts';
import { say } from '../../server/platform/messages/index.ts';
import { START } from '../cli/messages/start.ts';
import { findPort } from './address.ts';
import { explain } from './explain.ts';

/** Beyond what a worker waits for its last requests: it ends by itself, and is not killed in the middle of one. */
const STOP_MARGIN_MS = 3000;

/**
 * Starts the workers, and closes the database where they do not start. The service ends, with a sentence that says why,
 * where a worker cannot be kept running.
 */
export async function startCluster(script: string, config: Config, db: Database, log: Log): Promise<Service> {
  // Only the embedded database needs a process that keeps it: connections from here would only take those of the
  // workers.
  const kept = db.kind === 'embedded' ? db : null;
  if (kept === null) await db.close();
  try {
    // Port 0 is resolved here: a worker that is started again must find the port of the others.
    const port = await findPort(config);
    const workers = await startWorkers({
      count: config.workers,
      script,
      env: { PORT: String(port) },
      log,
      hungAfterMs: config.hungAfterS * 1000,
      endAfterMs: longestStopMs(config) + STOP_MARGIN_MS,
      explainHang: ({ isStarting, ...hang }) =>
        say(START[isStarting ? 'worker-hung-at-start' : 'worker-hung'], config.lang, hang),
    });
    const close = async (): Promise<void> => {
      try {
        await workers.close();
      } finally {
        await kept?.close();
      }
    };
    workers.failed.catch((error: unknown) => {
      process.stderr.write(`${explain(error)}\n`);
      void close().finally(() => process.exit(1));
    });
    return { url: workers.url, close };
  } catch (error) {
    await kept?.close();
    throw error;
  }
}

/** Connections to the database that all workers may take together: one of each is for its own questions. */
export function connectionsOf({ workers, databaseConnections }: Config): number {
  return workers * (databaseConnections + 1);
}

/** Closes the service first, as its last answers need the database, which is closed whatever happens. */
async function closeBoth(service: Service, db: Database): Promise<void> {
  try {
    await service.close();
  } finally {
    await db.close();
  }
}

/** The life of a worker, from its start to its end. */
export async function work(number: number): Promise<void> {
  const log = createLog(undefined, { worker: number });
  // Node's own words would repeat what secrets stand in the error.
  process.on('uncaughtException', (error) => {
    log.error('crashed', { error });
    process.exit(1);
  });
  await runWorker({ start: (link) => startInWorker(link, log), log, explain });
}

async function startInWorker(worker: WorkerLink, log: Log): Promise<Service> {
  const config = readConfig();
  const db = await openDatabase({
    url: config.databaseUrl,
    home: config.home,
    schema: config.databaseSchema,
    whenRunning: 'expect',
    connections: config.databaseConnections,
    processes: config.workers,
    statementTimeoutMs: config.statementTimeoutMs,
  });
  const service = await startServer(config, { db, log, worker, rehearses: true });
  return { url: service.url, close: () => closeBoth(service, db) };
}

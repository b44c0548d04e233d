import { createServer as createNodeServer, type RequestListener, type Server as NodeServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createServer, type Server } from './app.ts';
import { loadCity, type LoadedCity } from './city.ts';
import type { Config } from './platform/config.ts';
import { longestMs } from './platform/db/time-limits.ts';
import { clientAt, NO_CLIENT } from './platform/fairness/client-address.ts';
import { FairPlaces } from './platform/fairness/fair-places.ts';
import { answerClientErrors } from './platform/http/client-errors.ts';
import { MAX_READ_KB } from './platform/http/long-request.ts';
import type { Database } from './platform/db/types.ts';
import { createLog, type Log } from './platform/log/log.ts';
import { pause } from './platform/pause.ts';
import { startTracing } from './platform/tracing/start.ts';
import { stopTracing } from './platform/tracing/tracer.ts';
import type { WorkerLink } from './platform/metrics/operations.ts';

export interface StartOptions {
  /** An open database to use, migrated; it stays the caller's to close. */
  readonly db: Database;
  /** The city of the config is read where absent. */
  readonly city?: Pick<LoadedCity, 'catalogue' | 'cases'>;
  readonly log?: Log;
  /** Absent where one process does everything. */
  readonly worker?: WorkerLink;
  /** Whether it does once, when it answers, what its first requests would wait for. */
  readonly rehearses?: boolean;
}

export interface Service {
  /** Where it answers, such as `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Lets requests in progress finish, for a while. Calling it again waits for the first. */
  close(): Promise<void>;
}

/**
 * Bounds on connections. `keepAliveMs` outlasts the 60 s that proxies keep an idle one for, so that none is closed here
 * while a request is on its way. Only studies have bodies, and the largest comes in a minute over a slow line. Every
 * `lookMs` node ends what takes longer. More open connections than `most` come from a mistake or an attack, and each
 * takes memory.
 */
const CONNECTIONS = { keepAliveMs: 65_000, headersMs: 15_000, requestMs: 60_000, lookMs: 5000, most: 10_000 };
/** Beyond the time limit of a statement: what a request may wait in the queue for, and take itself. */
const GRACE_MS = 12_000;
const SWEEP_MS = 50;
/** A start waits so long for sources that do not answer. */
const SOURCES_MS = 10_000;

/** How long a service takes to stop at most. */
export function longestStopMs(config: Config): number {
  return config.stopDelayS * 1000 + longestAnswerMs(config);
}

/** How long a service that stops waits for its last requests: no request can take longer. */
function longestAnswerMs({ statementTimeoutMs }: Config): number {
  return longestMs(statementTimeoutMs) + GRACE_MS;
}

/** Starts answering. Rejects where the city's files cannot be used, or the port is taken. */
export async function startServer(config: Config, options: StartOptions): Promise<Service> {
  const log = options.log ?? createLog();
  const { catalogue, cases } = options.city ?? (await loadCity(config.cityFolder));
  await startTracing(config.tracing, { version: config.version, role: 'service', log });
  const server = createServer({ config, db: options.db, catalogue, cases, log, worker: options.worker });
  const http = createHttpServer(server.listener);
  answerClientErrors(http, server.operations.observer);
  try {
    // Maps that open at once have all layers. A source that cannot be reached keeps nobody waiting for long.
    const { done: late, stop } = pause(SOURCES_MS);
    await Promise.race([server.sources.start(), late]).finally(stop);
    await listen(http, config);
  } catch (error) {
    await server.close();
    throw error;
  }
  if (options.rehearses === true) void server.rehearse();
  return service(http, server, config, log);
}

/** A server with the bounds of the service on its connections. Clients share them: see `FairPlaces`. */
export function createHttpServer(listener: RequestListener, most: number = CONNECTIONS.most): NodeServer {
  const { keepAliveMs, headersMs, requestMs, lookMs } = CONNECTIONS;
  const server = createNodeServer(
    {
      // A missing host is told like every other error: see `createApp`.
      requireHostHeader: false,
      maxHeaderSize: MAX_READ_KB * 1024,
      keepAliveTimeout: keepAliveMs,
      headersTimeout: headersMs,
      requestTimeout: requestMs,
      connectionsCheckingInterval: lookMs,
    },
    listener,
  );
  const places = new FairPlaces(most);
  server.on('connection', (socket: Socket) => {
    // Behind a proxy all come from its address, which then has them all.
    const client = clientAt(socket.remoteAddress ?? '') ?? NO_CLIENT;
    if (places.refuses(client) === null)
      socket.once(
        'close',
        places.take(client, () => socket.destroy()),
      );
    else socket.destroy();
  });
  return server;
}

function service(http: NodeServer, server: Server, config: Config, log: Log): Service {
  const url = addressOf(http, config);
  let closing: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    log.info('stopping', { url });
    server.operations.stopping();
    // A proxy that has seen `/readyz` by the end of the delay sends nothing more, and keeps no connection from before.
    http.prependListener('request', (_req, res) => {
      res.shouldKeepAlive = false;
    });
    if (config.stopDelayS > 0) await pause(config.stopDelayS * 1000).done;
    // What was accepted is finished.
    await stop(http, server, longestAnswerMs(config));
    await server.close();
    await stopTracing();
  };
  log.info('listening', { url });
  return { url, close: () => (closing ??= close()) };
}

/** Closes a service on SIGTERM and SIGINT, and ends the process once it is closed. A second signal ends it at once. */
export function closeOnSignals(running: Service, log: Log = createLog()): void {
  const end = (signal: NodeJS.Signals): void => {
    process.once(signal, () => process.exit(1));
    running.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error('stopping-failed', { error });
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
}

function listen(server: NodeServer, { port, host }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

async function stop(http: NodeServer, server: Server, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => http.close(() => resolve()));
  server.drain();
  // A browser keeps its connection after the last answer, and `close` alone would wait for it to let go.
  const sweep = setInterval(() => http.closeIdleConnections(), SWEEP_MS);
  const end = setTimeout(() => http.closeAllConnections(), graceMs);
  await closed;
  clearInterval(sweep);
  clearTimeout(end);
}

function addressOf(server: NodeServer, { host }: Config): string {
  const { port } = server.address() as AddressInfo;
  // An address for all interfaces is none to open in a browser.
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${String(port)}`;
}

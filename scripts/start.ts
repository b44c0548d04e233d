/** `npm start`: builds what is missing, opens and fills the database, and answers. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { loadCatalogue, type Catalogue } from '../server/catalogue.ts';
import { readConfig, type Config, ConfigError } from '../server/config.ts';
import { DatabaseLocked, DatabaseTooOld, DatabaseUnavailable } from '../server/db/errors.ts';
import { migrate } from '../server/db/migrate.ts';
import { openDatabase } from '../server/db/pool.ts';
import type { Database } from '../server/db/types.ts';
import { loadDemo } from '../server/load/demo.ts';
import { createLog } from '../server/log.ts';
import { closeOnSignals, startServer } from '../server/main.ts';
import { cliMessage } from '../server/messages/cli.ts';
import { say } from '../server/messages/index.ts';
import { START } from './messages/start.ts';
import { ensureClient } from './start/client-build.ts';
import { createProgress, type Progress } from './start/progress.ts';

const LOCAL_HOSTS = ['127.0.0.1', '::1', 'localhost'];

async function main(): Promise<void> {
  const startedAt = performance.now();
  const config = readConfig();
  const { lang } = config;
  const progress = createProgress(process.stdout);
  progress.line(say(START.head, lang, { version: config.version }));
  progress.line(config.databaseUrl === undefined ? say(START.embedded, lang, { home: config.home }) : say(START.server, lang));
  const catalogue = await loadCatalogue();
  // The page, the data and the database do not need one another: on two cores this halves the first start.
  const [db] = await all([open(config, progress), generate(config), buildClient(config, progress)]);
  try {
    await fill(db, catalogue, config, progress);
    const log = createLog();
    const service = await startServer(config, { db, catalogue, log });
    closeOnSignals({ url: service.url, close: () => service.close().finally(() => db.close()) }, log);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    progress.line(say(START.ready, lang, { url: service.url, seconds }));
    if (!LOCAL_HOSTS.includes(config.host)) progress.line(say(START.exposed, lang, { host: config.host }));
  } catch (error) {
    await db.close();
    throw error;
  }
}

/** As `Promise.all`, but closes the database where one of the others fails: it would keep the process alive. */
async function all(work: readonly [Promise<Database>, Promise<void>, Promise<void>]): Promise<readonly [Database]> {
  const [db, ...rest] = await Promise.allSettled(work);
  const failure = [db, ...rest].find((result) => result.status === 'rejected');
  if (failure === undefined && db.status === 'fulfilled') return [db.value];
  if (db.status === 'fulfilled') await db.value.close();
  throw failure?.reason;
}

async function open(config: Config, progress: Progress): Promise<Database> {
  progress.step(say(START['database-opening'], config.lang));
  const db = await openDatabase({
    url: config.databaseUrl,
    home: config.home,
    onRestart: (ms) => progress.line(cliMessage(config.lang, 'database-restarts', { ms })),
  });
  try {
    await migrate(db);
  } catch (error) {
    await db.close();
    throw error;
  }
  progress.line(say(START['database-open'], config.lang));
  return db;
}

/** In a process of its own: it keeps a core busy for seconds while the database starts. */
function generate(config: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = fileURLToPath(new URL('generate.ts', import.meta.url));
    const child = spawn(process.execPath, [...process.execArgv, script], { stdio: ['ignore', 'inherit', 'inherit'], env: process.env });
    child.once('error', reject);
    child.once('exit', (status, signal) => {
      if (status === 0) resolve();
      else reject(new Error(say(START['generate-failed'], config.lang, { status: status ?? signal ?? '?' })));
    });
  });
}

async function buildClient(config: Config, progress: Progress): Promise<void> {
  progress.step(say(START.building, config.lang));
  if (await ensureClient()) progress.line(say(START.built, config.lang));
}

async function fill(db: Database, catalogue: Catalogue, { home, lang }: Config, progress: Progress): Promise<void> {
  const startedAt = performance.now();
  const report = await loadDemo(db, catalogue, home, ({ layer, state, done, total }) => {
    if (state === 'kept') progress.line(cliMessage(lang, 'demo-kept', { layer: layer.title[lang] }));
    else progress.step(cliMessage(lang, 'demo-loading', { layer: layer.title[lang], done, total }));
  });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  if (report.loaded.length === 0) progress.line(cliMessage(lang, 'demo-current'));
  else progress.line(cliMessage(lang, 'demo-loaded', { layers: report.loaded.length, features: report.features, seconds }));
}

/** What went wrong, in a sentence where the cause is one a user can mend. */
function explain(error: unknown): string {
  const { lang, port, host } = settingsOrDefaults();
  if (error instanceof DatabaseLocked) return cliMessage(lang, 'database-locked', { home: error.home, pid: error.pid });
  if (error instanceof DatabaseTooOld) return cliMessage(lang, 'database-too-old', { product: error.product, found: error.found, needed: error.needed });
  if (error instanceof DatabaseUnavailable) return cliMessage(lang, 'database-unavailable', { reason: reasonOf(error.cause ?? error) });
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return say(START['port-taken'], lang, { port });
  if (isHostFault(error)) return say(START['host-unusable'], lang, { host, reason: error.message });
  if (error instanceof ConfigError) return error.message;
  return cliMessage(lang, 'failed', { reason: reasonOf(error) });
}

/** Errors of `listen`; those of the database come as `DatabaseUnavailable`. */
function isHostFault(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && ['ENOTFOUND', 'EAI_AGAIN', 'EADDRNOTAVAIL', 'EINVAL'].includes(String(error.code)) && 'syscall' in error
    && ['getaddrinfo', 'listen'].includes(String(error.syscall));
}

function settingsOrDefaults(): Pick<Config, 'lang' | 'port' | 'host'> {
  try {
    return readConfig();
  } catch {
    return { lang: 'zh', port: 8080, host: '' };
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // A refused connection to both addresses of a name comes as an AggregateError without a message.
  return error.message || ('code' in error ? String(error.code) : error.name);
}

main().catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
});

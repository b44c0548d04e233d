/**
 * `npm start`: builds what is missing, opens and fills the database, and answers by as many processes as `WORKERS`
 * says.
 */
import { fileURLToPath } from 'node:url';
import { loadCity } from '../../server/city.ts';
import { workerNumber } from '../../server/cluster/worker.ts';
import { readConfig, type Config } from '../../server/platform/config.ts';
import type { Database } from '../../server/platform/db/types.ts';
import { createLog, type Log } from '../../server/platform/log/log.ts';
import { closeOnSignals, type Service } from '../../server/main.ts';
import { consoleLanguage, say } from '../../server/platform/messages/index.ts';
import { readSources } from '../../server/sources/index.ts';
import { asksForHelp, helpText } from '../cli/help.ts';
import { START } from '../cli/messages/start.ts';
import { findPort } from './address.ts';
import { explain } from './explain.ts';
import { prepare } from './prepare.ts';
import { createProgress, type Progress } from '../cli/progress.ts';
import { connectionsOf, startCluster, work } from './workers.ts';

const LOCAL_HOSTS = ['127.0.0.1', '::1', 'localhost'];

async function main(): Promise<void> {
  const startedAt = performance.now();
  const config = readConfig();
  const { lang } = config;
  const progress = createProgress(process.stdout);
  progress.line(say(START.head, lang, { version: config.version }));
  progress.line(
    config.databaseUrl === undefined ? say(START.embedded, lang, { home: config.home }) : say(START.server, lang),
  );
  const url = await serve(config, progress);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  progress.line(say(START.ready, lang, { url, seconds }));
  if (!LOCAL_HOSTS.includes(config.host)) progress.line(say(START.exposed, lang, { host: config.host }));
}

/** @returns where it answers */
async function serve(config: Config, progress: Progress): Promise<string> {
  const city = await loadCity(config.cityFolder);
  // Told here, before workers start one after the other to tell it.
  readSources(config, city.city);
  progress.line(say(START.city, config.lang, { name: city.city.name[config.lang], folder: config.cityFolder }));
  await findPort(config);
  const log = createLog();
  const db = await prepare(config, city, progress, log);
  const service = await serveByWorkers(config, db, log, progress);
  closeOnSignals(service, log);
  return service.url;
}

async function serveByWorkers(config: Config, db: Database, log: Log, progress: Progress): Promise<Service> {
  const { lang, workers: count } = config;
  // A single process that answers can hang as well as one of several, so it too has somebody who replaces it.
  progress.step(say(START['workers-starting'], lang, { count }));
  const service = await startCluster(fileURLToPath(import.meta.url), config, db, log);
  if (count > 1) progress.line(say(START['workers-started'], lang, { count, connections: connectionsOf(config) }));
  return service;
}

const worker = workerNumber();
if (worker === null && asksForHelp(process.argv.slice(2))) {
  process.stdout.write(`${helpText('start', consoleLanguage(process.env))}\n`);
} else {
  (worker === null ? main() : work(worker)).catch((error: unknown) => {
    process.stderr.write(`${explain(error)}\n`);
    process.exitCode = 1;
  });
}

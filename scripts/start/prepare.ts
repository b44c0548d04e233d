/**
 * What a start needs before it can answer: the web page built, the demonstration data made, the database open and
 * filled.
 */
import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LoadedCity } from '../../server/city.ts';
import type { Catalogue } from '../../server/layers/catalogue.ts';
import { QINGDAO_FOLDER } from '../../server/layers/city.ts';
import { checkLayers, migrateFor } from '../../server/layers/city-database.ts';
import { ensureLayers } from '../../server/ingest/layers.ts';
import type { Config } from '../../server/platform/config.ts';
import { checkMigrated } from '../../server/platform/db/migrate.ts';
import { refuseOwned, type Restart } from '../../server/platform/db/embedded/supervisor.ts';
import { openDatabase } from '../../server/platform/db/pool.ts';
import { checkWebRole } from '../../server/platform/db/rights.ts';
import type { Database } from '../../server/platform/db/types.ts';
import type { Log } from '../../server/platform/log/log.ts';
import { RUN } from '../../server/platform/run.ts';
import { loadDemo, loadGiven, type DemoProgress } from '../qingdao/demo.ts';
import { loadDemoAnalysis } from '../qingdao/demo-analysis.ts';
import { cliMessage } from '../../server/platform/messages/cli.ts';
import { say } from '../../server/platform/messages/index.ts';
import { restartSentence } from '../cli/database-sentences.ts';
import { START } from '../cli/messages/start.ts';
import { ensureClient } from './client-build.ts';
import { takeStartLock } from './start-lock.ts';
import type { Progress } from '../cli/progress.ts';

/** @returns the database, open, migrated and filled; in the role that serves */
export async function prepare(config: Config, city: LoadedCity, progress: Progress, log: Log): Promise<Database> {
  // A running service owns the embedded database: refuse before anything is generated.
  if (config.databaseUrl === undefined) await refuseOwned(config.home);
  const release = await takeStartLock({
    // A start that only reads has nothing to guard: what it finds unfinished it refuses by name. Making PostGIS, its
    // one possible write, has a lock of its own.
    url: config.migrate ? config.databaseUrl : undefined,
    onWait: () => progress.line(say(START['other-start'], config.lang)),
  });
  try {
    return await prepareAll(config, city, progress, log);
  } finally {
    await release();
  }
}

async function prepareAll(config: Config, { catalogue }: LoadedCity, progress: Progress, log: Log): Promise<Database> {
  const filling = fillingOf(config, catalogue);
  // The page, the data and the database do not need one another: on two cores this halves the first start.
  const [db] = await all([
    open(config, catalogue, progress, log),
    filling === 'demo' ? generate(config) : Promise.resolve(),
    // Who works on jobs alone shows no page.
    config.role === 'worker' ? Promise.resolve() : buildClient(config, progress),
  ]);
  if (!config.migrate) {
    progress.line(say(START['database-untouched'], config.lang));
    return db;
  }
  try {
    await fill(db, catalogue, filling, config, progress);
    if (filling === 'demo') await fillAnalysis(db, config, progress);
  } catch (error) {
    await db.close();
    throw error;
  }
  if (config.databaseOwnerUrl === undefined) return db;
  await db.close();
  return openToServe(config, catalogue, progress, log);
}

/** Generated data, the base files that the city comes with, or nothing. */
type Filling = 'demo' | 'base' | 'nothing';

/** Only the city that the project comes with has generators. */
function fillingOf({ demo }: Config, { city }: Catalogue): Filling {
  if (!demo) return 'nothing';
  return resolve(city.folder) === resolve(QINGDAO_FOLDER) ? 'demo' : 'base';
}

/** As `Promise.all`, but closes the database where one of the others fails, as it would keep the process alive. */
async function all(work: readonly [Promise<Database>, Promise<void>, Promise<void>]): Promise<readonly [Database]> {
  const [db, ...rest] = await Promise.allSettled(work);
  const failure = [db, ...rest].find((result) => result.status === 'rejected');
  if (failure === undefined && db.status === 'fulfilled') return [db.value];
  if (db.status === 'fulfilled') await db.value.close();
  throw failure?.reason;
}

async function open(config: Config, catalogue: Catalogue, progress: Progress, log: Log): Promise<Database> {
  progress.step(say(START['database-opening'], config.lang));
  const db = config.migrate
    ? await openAs(config, config.databaseOwnerUrl ?? config.databaseUrl, progress, log, async (owned) => {
        await migrateFor(owned, catalogue.city);
        // Reports the rights that the other role lacks before anything is loaded, which may take a minute.
        if (config.databaseOwnerUrl !== undefined)
          await (await openAs(config, config.databaseUrl, progress, log, checkWebRole)).close();
      })
    : await openToServe(config, catalogue, progress, log);
  progress.line(say(START['database-open'], config.lang));
  return db;
}

/** As a role that may own nothing. Rejects with what it lacks, or the database. */
function openToServe(config: Config, catalogue: Catalogue, progress: Progress, log: Log): Promise<Database> {
  return openAs(config, config.databaseUrl, progress, log, async (db) => {
    await checkWebRole(db);
    await checkMigrated(db);
    await checkLayers(db, catalogue);
  });
}

/** Opens the database, and closes it where `begin` rejects. */
async function openAs(
  config: Config,
  url: string | undefined,
  progress: Progress,
  log: Log,
  begin: (db: Database) => Promise<void>,
): Promise<Database> {
  const db = await openDatabase({
    url,
    home: config.home,
    schema: config.databaseSchema,
    // Only whoever migrates makes something.
    makeSchema: config.migrate,
    connections: config.databaseConnections,
    statementTimeoutMs: config.statementTimeoutMs,
    hungAfterMs: config.hungAfterS * 1000,
    onRestart: (restart) => {
      progress.line(restartSentence(restart, config.lang));
      logRestart(restart, log);
    },
  });
  try {
    await begin(db);
    return db;
  } catch (error) {
    await db.close();
    throw error;
  }
}

function logRestart({ waitMs, reason, fullDisk, hang }: Restart, log: Log): void {
  const fields = { waitMs, reason, ...(hang === null ? {} : { hang }) };
  if (fullDisk === null) log.warn('database-restart', fields);
  else log.warn('database-disk-full', { ...fields, ...fullDisk.disk });
}

/** In a process of its own: it keeps a core busy for seconds while the database starts. */
function generate(config: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = fileURLToPath(new URL('../qingdao/generate.ts', import.meta.url));
    const child = spawn(process.execPath, [...process.execArgv, RUN, script], {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: process.env,
    });
    // Nobody needs the city any more where the start is ended.
    const ends = (['SIGTERM', 'SIGINT', 'SIGHUP'] as const).map((signal) => {
      const end = (): void => {
        child.kill('SIGKILL');
        process.kill(process.pid, signal);
      };
      process.once(signal, end);
      return () => void process.off(signal, end);
    });
    child.once('error', reject);
    child.once('exit', (status, signal) => {
      for (const forget of ends) forget();
      if (status === 0) resolve();
      else reject(new Error(say(START['generate-failed'], config.lang, { status: status ?? signal ?? '?' })));
    });
  });
}

async function buildClient(config: Config, progress: Progress): Promise<void> {
  progress.step(say(START.building, config.lang));
  if (await ensureClient()) progress.line(say(START.built, config.lang));
}

async function fill(
  db: Database,
  catalogue: Catalogue,
  filling: Filling,
  { home, lang }: Config,
  progress: Progress,
): Promise<void> {
  const startedAt = performance.now();
  const texts = filling === 'demo' ? 'demo' : 'base';
  const onProgress = ({ layer, state, done, total }: DemoProgress): void => {
    if (state === 'kept') progress.line(cliMessage(lang, `${texts}-kept`, { layer: layer.title[lang] }));
    else progress.step(cliMessage(lang, `${texts}-loading`, { layer: layer.title[lang], done, total }));
  };
  if (filling === 'nothing') {
    await ensureLayers(db, catalogue);
    progress.line(cliMessage(lang, 'filled-nothing'));
    return;
  }
  const base = { folder: join(catalogue.city.folder, 'base'), provenance: 'imported' } as const;
  const report =
    filling === 'demo'
      ? await loadDemo(db, catalogue, home, onProgress)
      : await loadGiven(db, catalogue, base, onProgress);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  if (report.loaded.length === 0) progress.line(cliMessage(lang, `${texts}-current`));
  else
    progress.line(
      cliMessage(lang, 'demo-loaded', { layers: report.loaded.length, features: report.features, seconds }),
    );
}

/** The roads, people and timetables that planners' analyses begin with. */
async function fillAnalysis(db: Database, { home, lang }: Config, progress: Progress): Promise<void> {
  let startedAt = performance.now();
  await loadDemoAnalysis(db, home, ({ kind, id, state }) => {
    if (state === 'loading') {
      startedAt = performance.now();
      progress.step(cliMessage(lang, `demo-${kind}-loading`));
    } else if (state !== 'current') {
      progress.line(
        cliMessage(lang, `demo-${kind}-${state}`, { id, seconds: ((performance.now() - startedAt) / 1000).toFixed(1) }),
      );
    }
  });
}

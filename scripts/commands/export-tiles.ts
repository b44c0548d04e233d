/**
 * `npm run tiles:export -- --layers districts,toilets --out city.pmtiles`: writes the tiles of public layers into one
 * file.
 */
import { availableParallelism } from 'node:os';
import { loadCatalogue } from '../../server/layers/catalogue.ts';
import { registryOf } from '../../server/layers/registry.ts';
import { readConfig } from '../../server/platform/config.ts';
import { migrate } from '../../server/platform/db/migrate.ts';
import { exportTiles } from '../../server/export/export.ts';
import { say, type MessageValues } from '../../server/platform/messages/index.ts';
import { endProgress, language, progressLine, withDatabase } from '../cli/console.ts';
import { faultOf } from './export/errors.ts';
import { parseCommand, type Fault } from './export/options.ts';
import { Progress } from '../cli/export-progress.ts';
import { EXPORT, type ExportMessage } from '../cli/messages/export.ts';

/** Sessions that make tiles: one more than cores, as each waits for the other side now and then. */
const SESSIONS = { most: 8, more: 1 } as const;

async function main(): Promise<void> {
  const catalogue = await loadCatalogue();
  // npm runs scripts in the project's folder, whichever folder they are called from.
  const parsed = parseCommand(process.argv.slice(2), catalogue, process.env.INIT_CWD);
  if ('faults' in parsed) return refuse(parsed.faults);
  const interrupt = stopOnSignals();
  await withDatabase(async (db) => {
    await migrate(db);
    const config = readConfig();
    const progress = new Progress(language);
    const startedAt = performance.now();
    progressLine(EXPORT.finding[language]);
    try {
      const report = await exportTiles(db, registryOf(catalogue), {
        ...parsed.command,
        lang: language,
        version: config.version,
        signal: interrupt,
        concurrency: Math.min(SESSIONS.most, availableParallelism() + SESSIONS.more, config.databaseConnections),
        onProgress: (state) => progress.show(state),
        onRestart: () => {
          endProgress();
          print('restart');
        },
      });
      endProgress();
      if (report.isMixed) print('mixed');
      const { tiles, distinct, minzoom, maxzoom, bytes } = report;
      print('done', {
        file: parsed.command.out,
        tiles,
        distinct,
        minzoom,
        maxzoom,
        size: (bytes / 1e6).toFixed(1),
        seconds: ((performance.now() - startedAt) / 1000).toFixed(1),
      });
    } catch (error) {
      endProgress();
      const fault = faultOf(error, parsed.command.out, language, interrupt);
      if (fault === null) throw error;
      console.error(say(EXPORT[fault.message], language, fault.values));
      process.exitCode ??= 1;
    }
  });
}

/** The first SIGINT or SIGTERM stops the export, which tidies up; a second one ends the process. */
function stopOnSignals(): AbortSignal {
  const controller = new AbortController();
  for (const [signal, status] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.once(signal, () => {
      process.exitCode = status;
      process.once(signal, () => process.exit(status));
      controller.abort();
    });
  }
  return controller.signal;
}

function print(message: ExportMessage, values?: MessageValues): void {
  console.log(say(EXPORT[message], language, values));
}

function refuse(faults: readonly Fault[]): void {
  for (const { message, values } of faults) console.error(say(EXPORT[message], language, values));
  console.error(EXPORT.usage[language]);
  process.exitCode = 1;
}

await main();

/**
 * `npm run tiles:export -- --layers districts,toilets --out city.pmtiles`: writes the tiles of public layers into one
 * file.
 */
import { availableParallelism } from 'node:os';
import { loadCity } from '../../server/city.ts';
import type { Catalogue } from '../../server/layers/catalogue.ts';
import { migrateFor } from '../../server/layers/city-database.ts';
import { registryOf, type LayerRegistry } from '../../server/layers/registry.ts';
import { readConfig } from '../../server/platform/config.ts';
import { exportTiles } from '../../server/export/export.ts';
import { SILENT } from '../../server/platform/log/log.ts';
import { say, type MessageValues } from '../../server/platform/messages/index.ts';
import { readSources, Sources, tableSource } from '../../server/sources/index.ts';
import {
  endProgress,
  language,
  progressLine,
  refuse,
  runCommand,
  stopOnSignals,
  withDatabase,
} from '../cli/console.ts';
import { explainFailure } from './export/errors.ts';
import { parseExportCommand } from './export/options.ts';
import { ExportProgressLine } from './export/progress.ts';
import { EXPORT, type ExportMessage } from '../cli/messages/export.ts';

/** Sessions that make tiles: one more than cores, as each sometimes waits for the other side. */
const SESSIONS = { most: 8, more: 1 } as const;

async function main(): Promise<void> {
  const config = readConfig();
  const { catalogue, city } = await loadCity(config.cityFolder);
  const registry = registryOf(catalogue);
  const sources = new Sources({
    settings: readSources(config, city),
    catalogue,
    registry,
    tableSource,
    log: SILENT,
    // As long as it takes, like all that the export reads.
    statementTimeoutMs: 0,
  });
  try {
    await sources.start();
    for (const { state, problem } of sources.reports()) if (state !== 'open') console.error(problem?.[language]);
    await run(catalogue, registry);
  } finally {
    await sources.close();
  }
}

async function run(catalogue: Catalogue, registry: LayerRegistry): Promise<void> {
  const known = {
    layers: registry.list,
    get: (id: string) => registry.get(id) ?? catalogue.get(id),
  };
  // npm runs scripts in the project's folder, whichever folder they are called from.
  const parsed = parseExportCommand(process.argv.slice(2), known, process.env.INIT_CWD);
  if ('errors' in parsed) {
    refuse(parsed.errors, (message, values) => say(EXPORT[message], language, values));
    return;
  }
  const interrupt = stopOnSignals();
  await withDatabase(async (db) => {
    await migrateFor(db, catalogue.city);
    const config = readConfig();
    const progress = new ExportProgressLine(language);
    const startedAt = performance.now();
    progressLine(EXPORT.finding[language]);
    try {
      const report = await exportTiles(db, registry, {
        ...parsed.options,
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
        file: parsed.options.out,
        tiles,
        distinct,
        minzoom,
        maxzoom,
        size: (bytes / 1e6).toFixed(1),
        seconds: ((performance.now() - startedAt) / 1000).toFixed(1),
      });
    } catch (error) {
      endProgress();
      const failure = explainFailure(error, parsed.options.out, language, interrupt);
      if (failure === null) throw error;
      console.error(say(EXPORT[failure.message], language, failure.values));
      process.exitCode ??= 1;
    }
  });
}

function print(message: ExportMessage, values?: MessageValues): void {
  console.log(say(EXPORT[message], language, values));
}

await runCommand('tiles:export', main);

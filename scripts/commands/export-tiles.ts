/**
 * `npm run tiles:export -- --layers districts,toilets --out city.pmtiles`: writes the tiles of public layers into one
 * file; `-- --to FOLDER`: publishes an archive a layer, and the manifest that names them.
 */
import { availableParallelism } from 'node:os';
import { loadCity } from '../../server/city.ts';
import type { Catalogue } from '../../server/layers/catalogue.ts';
import { migrateFor } from '../../server/layers/city-database.ts';
import { registryOf, type LayerRegistry } from '../../server/layers/registry.ts';
import { readConfig } from '../../server/platform/config.ts';
import type { Database } from '../../server/platform/db/types.ts';
import { SILENT } from '../../server/platform/log/log.ts';
import { say } from '../../server/platform/messages/index.ts';
import { readSources, Sources, tableSource } from '../../server/sources/index.ts';
import { language, refuse, runCommand, stopOnSignals, withDatabase } from '../cli/console.ts';
import { EXPORT } from '../cli/messages/export.ts';
import { exportFile } from './export/file.ts';
import { parseExportCommand } from './export/options.ts';
import { exportToPlace } from './export/region.ts';

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
    // Tiles of functions are not exported.
    layers: registry.list.filter(({ id }) => registry.sourceOf(id).tilesOnly !== true),
    get: (id: string) => registry.get(id) ?? catalogue.get(id),
  };
  const parsed = parseExportCommand(process.argv.slice(2), known, {
    region: catalogue.city.code,
    // npm runs scripts in the project's folder, whichever folder they are called from.
    folder: process.env.INIT_CWD,
    env: process.env,
  });
  if ('errors' in parsed) {
    refuse(parsed.errors, (message, values) => say(EXPORT[message], language, values));
    return;
  }
  const { options } = parsed;
  const signal = stopOnSignals();
  await withDatabase(async (db) => {
    await migrateFor(db, catalogue.city);
    const config = readConfig();
    const making = {
      lang: language,
      version: config.version,
      signal,
      concurrency: concurrencyOf(db, config.databaseConnections),
    };
    if (options.kind === 'file') await exportFile(db, registry, { ...options, ...making });
    else await exportToPlace(db, registry, { ...options, ...making, home: config.home });
  });
}

function concurrencyOf({ kind }: Database, connections: number): number {
  const most = Math.min(SESSIONS.most, availableParallelism() + SESSIONS.more);
  return kind === 'embedded' ? most : Math.min(most, connections);
}

await runCommand('tiles:export', main);

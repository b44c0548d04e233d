/**
 * `npm run migrate`: brings the database's schema up to date and gives every layer its partition, as the owner of the
 * tables. With `--grants ROLE` or `--hand-over ROLE` it prints statements instead, and changes nothing.
 */
import { loadCatalogue } from '../../server/layers/catalogue.ts';
import { migrateFor } from '../../server/layers/city-database.ts';
import { readConfig } from '../../server/platform/config.ts';
import { handOver, schemaOf, webGrants } from '../../server/platform/db/rights.ts';
import type { Database } from '../../server/platform/db/types.ts';
import { ensureLayers } from '../../server/ingest/layers.ts';
import { cliMessage } from '../../server/platform/messages/cli.ts';
import { say } from '../../server/platform/messages/index.ts';
import { language, refuse, runCommand, withDatabase } from '../cli/console.ts';
import { MIGRATE } from '../cli/messages/migrate.ts';
import { parseMigrateCommand, type MigrateOptions } from './migrate/options.ts';

async function main(): Promise<void> {
  const command = parseMigrateCommand(process.argv.slice(2));
  if ('errors' in command) {
    refuse(command.errors, (message, values) => say(MIGRATE[message], language, values));
    return;
  }
  await withDatabase((db) => run(db, command.options), { makeSchema: command.options.task === 'migrate' });
}

async function run(db: Database, options: MigrateOptions): Promise<void> {
  if (options.task === 'grants') {
    console.log((await webGrants(options.role, await schemaOf(db))).join('\n'));
    return;
  }
  if (options.task === 'hand-over') {
    console.log(await handOver(options.role, await schemaOf(db)));
    return;
  }
  const catalogue = await loadCatalogue(readConfig().cityFolder);
  const applied = await migrateFor(db, catalogue.city);
  await ensureLayers(db, catalogue);
  console.log(
    applied.length === 0
      ? cliMessage(language, 'nothing-to-migrate')
      : cliMessage(language, 'migrated', { count: applied.length, names: applied.join(', ') }),
  );
}

await runCommand('migrate', main);

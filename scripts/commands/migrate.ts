/** `npm run migrate`: brings the database's schema up to date and gives every layer its partition. */
import { loadCatalogue } from '../../server/layers/catalogue.ts';
import { claimDatabase } from '../../server/layers/city-database.ts';
import { readConfig } from '../../server/platform/config.ts';
import { migrate } from '../../server/platform/db/migrate.ts';
import { ensureLayers } from '../../server/ingest/layers.ts';
import { cliMessage } from '../../server/platform/messages/cli.ts';
import { language, withDatabase } from '../cli/console.ts';

await withDatabase(async (db) => {
  const applied = await migrate(db);
  const catalogue = await loadCatalogue(readConfig().cityFolder);
  await claimDatabase(db, catalogue.city);
  await ensureLayers(db, catalogue);
  console.log(
    applied.length === 0
      ? cliMessage(language, 'nothing-to-migrate')
      : cliMessage(language, 'migrated', { count: applied.length, names: applied.join(', ') }),
  );
});

/** What the commands share that read a file into the city's database: all of it or nothing. */
import { AnalysisError } from '../../server/analysis/errors.ts';
import { errorLines } from '../../server/ingest/report.ts';
import { LoadErrors } from '../../server/ingest/types.ts';
import { loadCatalogue } from '../../server/layers/catalogue.ts';
import type { City } from '../../server/layers/city.ts';
import { migrateFor } from '../../server/layers/city-database.ts';
import { readConfig } from '../../server/platform/config.ts';
import type { Database } from '../../server/platform/db/types.ts';
import { endProgress, language, withDatabase } from './console.ts';

/** Runs a command on the database, brought up to date for the city. What is wrong with a file is told in sentences. */
export async function withCityDatabase(command: (db: Database, city: City) => Promise<void>): Promise<void> {
  await withDatabase(async (db) => {
    const { city } = await loadCatalogue(readConfig().cityFolder);
    await migrateFor(db, city);
    try {
      await command(db, city);
    } catch (error) {
      endProgress();
      if (error instanceof LoadErrors) for (const line of errorLines(language, error.errors)) console.error(line);
      else if (error instanceof AnalysisError) console.error(error.text[language]);
      else throw error;
      process.exitCode = 1;
    }
  });
}

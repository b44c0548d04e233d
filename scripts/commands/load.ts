/** `npm run data:load -- --layer toilets FILE`: loads a GeoJSON or CSV file into a layer, all of it or nothing. */
import { loadCatalogue } from '../../server/layers/catalogue.ts';
import { migrate } from '../../server/platform/db/migrate.ts';
import { parseCommand, unknownLayer } from '../../server/ingest/command.ts';
import { loadFile } from '../../server/ingest/load.ts';
import { faultLines, sentence } from '../../server/ingest/report.ts';
import { LoadFaults } from '../../server/ingest/types.ts';
import type { LoadProgress, Message } from '../../server/ingest/types.ts';
import { loadMessage } from '../../server/ingest/messages.ts';
import { endProgress, language, progressLine, withDatabase } from '../cli/console.ts';

async function main(): Promise<void> {
  // npm runs scripts in the project's folder, whichever folder they are called from.
  const command = parseCommand(process.argv.slice(2), process.env.INIT_CWD);
  if ('faults' in command) return refuse(command.faults);
  const catalogue = await loadCatalogue();
  if (catalogue.get(command.options.layer) === undefined) {
    return refuse([
      unknownLayer(
        command.options.layer,
        catalogue.layers.map((layer) => layer.id),
      ),
    ]);
  }
  await withDatabase(async (db) => {
    await migrate(db);
    const startedAt = performance.now();
    try {
      const report = await loadFile(db, catalogue, { ...command.options, onProgress: showProgress });
      endProgress();
      for (const note of report.notes) console.log(loadMessage(language, 'note', { text: sentence(language, note) }));
      console.log(
        loadMessage(language, 'loaded', {
          count: report.count,
          layer: command.options.layer,
          added: report.added,
          updated: report.updated,
          removed: report.removed,
          seconds: ((performance.now() - startedAt) / 1000).toFixed(1),
        }),
      );
    } catch (error) {
      endProgress();
      if (!(error instanceof LoadFaults)) throw error;
      for (const line of faultLines(language, error.faults)) console.error(line);
      process.exitCode = 1;
    }
  });
}

function showProgress({ phase, done, total }: LoadProgress): void {
  progressLine(loadMessage(language, phase, { done, total }), done === total);
}

function refuse(faults: readonly Message[]): void {
  for (const fault of faults) console.error(sentence(language, fault));
  console.error(loadMessage(language, 'usage'));
  process.exitCode = 1;
}

await main();

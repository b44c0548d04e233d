/** `npm run data:load -- --layer toilets FILE`: loads a GeoJSON or CSV file into a layer, all of it or nothing. */
import { loadCatalogue } from '../../server/layers/catalogue.ts';
import { migrateFor } from '../../server/layers/city-database.ts';
import { readConfig } from '../../server/platform/config.ts';
import { loadFile } from '../../server/ingest/load.ts';
import { errorLines, sentence } from '../../server/ingest/report.ts';
import { LoadErrors } from '../../server/ingest/types.ts';
import type { LoadProgress } from '../../server/ingest/types.ts';
import { loadMessage, type LoadMessage } from '../../server/ingest/messages.ts';
import type { PlainValues } from '../../server/platform/messages/index.ts';
import { endProgress, language, progressLine, refuse, stopOnSignals, withDatabase } from '../cli/console.ts';
import { parseLoadCommand, unknownLayer } from './load/options.ts';

async function main(): Promise<void> {
  // npm runs scripts in the project's folder, whichever folder they are called from.
  const command = parseLoadCommand(process.argv.slice(2), process.env.INIT_CWD);
  if ('errors' in command) return refuse(command.errors, text);
  const catalogue = await loadCatalogue(readConfig().cityFolder);
  if (catalogue.get(command.options.layer) === undefined) {
    const known = catalogue.layers.map((layer) => layer.id);
    return refuse([unknownLayer(command.options.layer, known)], text);
  }
  const signal = stopOnSignals();
  await withDatabase(async (db) => {
    await migrateFor(db, catalogue.city);
    const startedAt = performance.now();
    try {
      const report = await loadFile(db, catalogue, { ...command.options, onProgress: createShow(), signal });
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
      if (signal.aborted) {
        console.error(text('cancelled'));
        return;
      }
      if (!(error instanceof LoadErrors)) throw error;
      for (const line of errorLines(language, error.errors)) console.error(line);
      process.exitCode = 1;
    }
  });
}

/** Elsewhere than on a terminal a line is printed for each tenth of a large file, and at the end. */
function createShow(): (progress: LoadProgress) => void {
  let tenth = 0;
  let last = '';
  return ({ phase, done, total, share }) => {
    const now = Math.floor(10 * (share ?? (total === 0 ? 1 : done / total)));
    const isNext = phase !== last ? now > 0 && now < 10 && total > LARGE : now > tenth && total > LARGE;
    if (phase !== last || isNext) tenth = now;
    last = phase;
    const percent = Math.floor((share ?? 0) * 100);
    progressLine(
      loadMessage(language, phase, { done, total, share: percent }),
      isNext || (share === undefined && done === total),
    );
  };
}

/** Features of a load that takes long enough to be watched. */
const LARGE = 20_000;

function text(message: LoadMessage, values?: PlainValues): string {
  return loadMessage(language, message, values);
}

await main();

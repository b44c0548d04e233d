/** `npm run transit:import -- FEED.zip …`: imports timetables of public transport, all of them or nothing. */
import { basename } from 'node:path';
import { AnalysisError } from '../../server/analysis/errors.ts';
import { importTransit, type TransitReport } from '../../server/analysis/transit/import/import.ts';
import { errorLines } from '../../server/ingest/report.ts';
import { LoadErrors } from '../../server/ingest/types.ts';
import { loadCatalogue } from '../../server/layers/catalogue.ts';
import { migrateFor } from '../../server/layers/city-database.ts';
import { readConfig } from '../../server/platform/config.ts';
import { say, type MessageValues } from '../../server/platform/messages/index.ts';
import { endProgress, home, language, progressLine, refuse, runCommand, withDatabase } from '../cli/console.ts';
import { TRANSIT_SCRIPT, type TransitScriptMessage } from '../cli/messages/transit.ts';
import { parseTransitCommand } from './transit/options.ts';

async function main(): Promise<void> {
  // npm runs scripts in the project's folder, whichever folder they are called from.
  const command = parseTransitCommand(process.argv.slice(2), process.env.INIT_CWD);
  if ('errors' in command) {
    refuse(command.errors, (message, values) => say(TRANSIT_SCRIPT[message], language, values));
    return;
  }
  await withDatabase(async (db) => {
    const { city } = await loadCatalogue(readConfig().cityFolder);
    await migrateFor(db, city);
    const startedAt = performance.now();
    try {
      const report = await importTransit(db, home, {
        ...command.options,
        onProgress: (phase, file) => progressLine(say(TRANSIT_SCRIPT[phase], language, { file: basename(file) })),
      });
      endProgress();
      tell(report, (performance.now() - startedAt) / 1000);
    } catch (error) {
      endProgress();
      if (error instanceof LoadErrors) for (const line of errorLines(language, error.errors)) console.error(line);
      else if (error instanceof AnalysisError) console.error(error.text[language]);
      else throw error;
      process.exitCode = 1;
    }
  });
}

function tell({ transit, replaced, warnings }: TransitReport, seconds: number): void {
  for (const { message } of warnings) print('note', { text: message });
  for (const { title, from, to } of transit.meta.feeds) print('days', { feed: title, from, to });
  print(replaced ? 'replaced' : 'imported', {
    id: transit.meta.id,
    stops: transit.stopCount,
    trips: transit.service.length,
    calls: transit.callStop.length,
    seconds: seconds.toFixed(1),
  });
}

function print(message: TransitScriptMessage, values: MessageValues): void {
  console.log(say(TRANSIT_SCRIPT[message], language, values));
}

await runCommand('transit:import', main);

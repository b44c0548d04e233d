/** `npm run transit:import -- FEED.zip …`: imports timetables of public transport, all of them or nothing. */
import { basename } from 'node:path';
import { importTransit, type TransitReport } from '../../server/analysis/transit/import/import.ts';
import { say, type MessageValues } from '../../server/platform/messages/index.ts';
import { withCityDatabase } from '../cli/city-command.ts';
import { endProgress, home, language, progressLine, refuse, runCommand } from '../cli/console.ts';
import { TRANSIT_SCRIPT, type TransitScriptMessage } from '../cli/messages/transit.ts';
import { parseTransitCommand } from './transit/options.ts';

async function main(): Promise<void> {
  // npm runs scripts in the project's folder, whichever folder they are called from.
  const command = parseTransitCommand(process.argv.slice(2), process.env.INIT_CWD);
  if ('errors' in command) {
    refuse(command.errors, (message, values) => say(TRANSIT_SCRIPT[message], language, values));
    return;
  }
  await withCityDatabase(async (db) => {
    const startedAt = performance.now();
    const report = await importTransit(db, home, {
      ...command.options,
      onProgress: (phase, file) => progressLine(say(TRANSIT_SCRIPT[phase], language, { file: basename(file) })),
    });
    endProgress();
    tell(report, (performance.now() - startedAt) / 1000);
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

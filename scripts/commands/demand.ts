/** `npm run demand:import -- FILE`: imports a file of people as a demand, all of it or nothing. */
import { loadCatalogue } from '../../server/layers/catalogue.ts';
import { migrateFor } from '../../server/layers/city-database.ts';
import { readConfig } from '../../server/platform/config.ts';
import { importDemand } from '../../server/analysis/demand/import/import.ts';
import { AnalysisError } from '../../server/analysis/errors.ts';
import type { Demand } from '../../server/analysis/types.ts';
import { errorLines, sentence } from '../../server/ingest/report.ts';
import { LoadErrors } from '../../server/ingest/types.ts';
import { say } from '../../server/platform/messages/index.ts';
import { loadMessage } from '../../server/ingest/messages.ts';
import { endProgress, home, language, progressLine, refuse, runCommand, withDatabase } from '../cli/console.ts';
import { parseDemandCommand } from './demand/options.ts';
import { DEMAND_SCRIPT } from '../cli/messages/demand.ts';

async function main(): Promise<void> {
  // npm runs scripts in the project's folder, whichever folder they are called from.
  const command = parseDemandCommand(process.argv.slice(2), process.env.INIT_CWD);
  if ('errors' in command) {
    refuse(command.errors, (message, values) => say(DEMAND_SCRIPT[message], language, values));
    return;
  }
  await withDatabase(async (db) => {
    const { city } = await loadCatalogue(readConfig().cityFolder);
    await migrateFor(db, city);
    const startedAt = performance.now();
    try {
      const { demand, notes } = await importDemand(db, home, {
        city,
        ...command.options,
        onProgress: (phase) => progressLine(say(DEMAND_SCRIPT[phase], language)),
      });
      endProgress();
      for (const note of notes) console.log(loadMessage(language, 'note', { text: sentence(language, note) }));
      console.log(doneLine(demand, (performance.now() - startedAt) / 1000));
      for (const { name, people } of demand.groups ?? [])
        console.log(say(DEMAND_SCRIPT.group, language, { name, people: Math.round(total(people)) }));
    } catch (error) {
      endProgress();
      if (error instanceof LoadErrors) for (const line of errorLines(language, error.errors)) console.error(line);
      else if (error instanceof AnalysisError) console.error(error.text[language]);
      else throw error;
      process.exitCode = 1;
    }
  });
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function doneLine({ meta, count, people, areaM2, shape }: Demand, seconds: number): string {
  const cells =
    shape.kind === 'h3'
      ? say(DEMAND_SCRIPT.hexagons, language, { resolution: shape.resolution })
      : say(DEMAND_SCRIPT.squares, language, { size: shape.kind === 'square' ? shape.sizeM : '?' });
  return say(DEMAND_SCRIPT.done, language, {
    id: meta.id,
    people: Math.round(total(people)),
    count,
    cells,
    area: (total(areaM2) / 1e6).toFixed(1),
    seconds: seconds.toFixed(1),
  });
}

await runCommand('demand:import', main);

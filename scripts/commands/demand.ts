/** `npm run demand:import -- FILE`: imports a file of people as a demand, all of it or nothing. */
import { importDemand } from '../../server/analysis/demand/import/import.ts';
import { sumOf } from '../../server/analysis/sums.ts';
import type { Demand } from '../../server/analysis/types.ts';
import { sentence } from '../../server/ingest/report.ts';
import { say } from '../../server/platform/messages/index.ts';
import { loadMessage } from '../../server/ingest/messages.ts';
import { withCityDatabase } from '../cli/city-command.ts';
import { endProgress, home, language, progressLine, refuse, runCommand } from '../cli/console.ts';
import { parseDemandCommand } from './demand/options.ts';
import { DEMAND_SCRIPT } from '../cli/messages/demand.ts';

async function main(): Promise<void> {
  // npm runs scripts in the project's folder, whichever folder they are called from.
  const command = parseDemandCommand(process.argv.slice(2), process.env.INIT_CWD);
  if ('errors' in command) {
    refuse(command.errors, (message, values) => say(DEMAND_SCRIPT[message], language, values));
    return;
  }
  await withCityDatabase(async (db, city) => {
    const startedAt = performance.now();
    const { demand, notes } = await importDemand(db, home, {
      city,
      ...command.options,
      onProgress: (phase) => progressLine(say(DEMAND_SCRIPT[phase], language)),
    });
    endProgress();
    for (const note of notes) console.log(loadMessage(language, 'note', { text: sentence(language, note) }));
    console.log(doneLine(demand, (performance.now() - startedAt) / 1000));
    for (const { name, people } of demand.groups ?? [])
      console.log(say(DEMAND_SCRIPT.group, language, { name, people: Math.round(sumOf(people)) }));
  });
}

function doneLine({ meta, count, people, areaM2, shape }: Demand, seconds: number): string {
  const cells =
    shape.kind === 'h3'
      ? say(DEMAND_SCRIPT.hexagons, language, { resolution: shape.resolution })
      : say(DEMAND_SCRIPT.squares, language, { size: shape.kind === 'square' ? shape.sizeM : '?' });
  return say(DEMAND_SCRIPT.done, language, {
    id: meta.id,
    people: Math.round(sumOf(people)),
    count,
    cells,
    area: (sumOf(areaM2) / 1e6).toFixed(1),
    seconds: seconds.toFixed(1),
  });
}

await runCommand('demand:import', main);

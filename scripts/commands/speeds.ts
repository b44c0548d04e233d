/** `npm run network:speeds -- FILE.csv`: gives a network the speeds of cars by hour and class of street. */
import { readSpeeds } from '../../server/analysis/network/import/read-speeds.ts';
import { writeSpeedFactors } from '../../server/analysis/network/store.ts';
import { say } from '../../server/platform/messages/index.ts';
import { withCityDatabase } from '../cli/city-command.ts';
import { home, language, refuse, runCommand } from '../cli/console.ts';
import { SPEEDS_SCRIPT } from '../cli/messages/speeds.ts';
import { parseSpeedsCommand } from './speeds/options.ts';

async function main(): Promise<void> {
  // npm runs scripts in the project's folder, whichever folder they are called from.
  const command = parseSpeedsCommand(process.argv.slice(2), process.env.INIT_CWD);
  if ('errors' in command) {
    refuse(command.errors, (message, values) => say(SPEEDS_SCRIPT[message], language, values));
    return;
  }
  const { network: id, path } = command.options;
  await withCityDatabase(async (db) => {
    const factors = path === null ? [] : await readSpeeds(path);
    await writeSpeedFactors(db, home, id, factors);
    const values = factors.map(({ factor }) => factor);
    const range = { least: Math.min(...values), most: Math.max(...values) };
    console.log(
      path === null
        ? say(SPEEDS_SCRIPT.removed, language, { id })
        : say(SPEEDS_SCRIPT.written, language, { id, count: factors.length, ...range }),
    );
  });
}

await runCommand('network:speeds', main);

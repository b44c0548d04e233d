/** `npm run sources`: lists the tables of the databases of SOURCES, served or not, for whoever runs the service. */
import { loadCity } from '../../server/city.ts';
import { readConfig } from '../../server/platform/config.ts';
import { say } from '../../server/platform/messages/index.ts';
import { readSources } from '../../server/sources/index.ts';
import { fail, language, refuse } from '../cli/console.ts';
import { SOURCES_COMMAND } from '../cli/messages/sources.ts';
import { listSources } from './sources/list.ts';
import { parseSourcesCommand } from './sources/options.ts';

async function main(): Promise<void> {
  const command = parseSourcesCommand(process.argv.slice(2));
  if ('errors' in command) {
    refuse(command.errors, (message, values) => say(SOURCES_COMMAND[message], language, values));
    return;
  }
  const config = readConfig();
  const { catalogue, city } = await loadCity(config.cityFolder);
  const { lines, isGood } = await listSources(readSources(config, city), catalogue, command.options.names, language);
  console.log(lines.join('\n'));
  if (!isGood) process.exitCode = 1;
}

await main().catch(fail);

/**
 * `npm run sources`: lists the tables of the databases of SOURCES, served or not, and makes them tell of their changes,
 * for whoever runs the service.
 */
import { loadCity } from '../../server/city.ts';
import { readConfig } from '../../server/platform/config.ts';
import { say } from '../../server/platform/messages/index.ts';
import { printable } from '../../server/platform/text/printable.ts';
import { readSources } from '../../server/sources/index.ts';
import { formatTableName } from '../../server/sources/table-name.ts';
import { applyStatements, planWatch } from '../../server/sources/watch/command.ts';
import { language, refuse, runCommand } from '../cli/console.ts';
import { SOURCES_COMMAND } from '../cli/messages/sources.ts';
import { listSources } from './sources/list.ts';
import { parseSourcesCommand, type WatchOptions } from './sources/options.ts';

async function main(): Promise<void> {
  const command = parseSourcesCommand(process.argv.slice(2));
  if ('errors' in command) {
    refuse(command.errors, (message, values) => say(SOURCES_COMMAND[message], language, values));
    return;
  }
  const config = readConfig();
  const { catalogue, city } = await loadCity(config.cityFolder);
  const { options } = command;
  const settings = readSources(config, city);
  if (options.task !== 'list') return watch(settings, options);
  const { lines, isGood } = await listSources(settings, catalogue, options.names, language);
  console.log(lines.join('\n'));
  if (!isGood) process.exitCode = 1;
}

async function watch(settings: ReturnType<typeof readSources>, options: WatchOptions): Promise<void> {
  const name = formatTableName(options.name);
  const source = settings.find((each) => each.name === options.name.source);
  const { column } = options;
  const plan =
    source === undefined ? null : await planWatch(source, options.name, { isEnd: options.task === 'unwatch', column });
  if (source === undefined || plan === null || 'obstacle' in plan) {
    const obstacle = plan === null || !('obstacle' in plan) ? 'missing' : plan.obstacle;
    console.error(say(SOURCES_COMMAND[obstacle === 'missing' ? 'not-found' : obstacle], language, { name }));
    process.exitCode = 1;
    return;
  }
  console.log(['begin', ...plan.statements, 'commit'].map((statement) => `${statement};`).join('\n'));
  if (!options.isApplied) {
    console.log(say(SOURCES_COMMAND['shown-only'], language));
    return;
  }
  try {
    await applyStatements(options.url ?? source.url, plan.statements);
    console.log(say(SOURCES_COMMAND.applied, language));
  } catch (error) {
    const reason = printable(error instanceof Error ? error.message : String(error), ' ');
    console.error(say(SOURCES_COMMAND.refused, language, { reason }));
    process.exitCode = 1;
  }
}

await runCommand('sources', main);

/** `npm run jobs`: lists and cancels jobs of analysis, for whoever runs the service. */
import { say } from '../../server/platform/messages/index.ts';
import { language, refuse, runCommand, withDatabase } from '../cli/console.ts';
import { JOBS_COMMAND } from '../cli/messages/jobs.ts';
import { parseJobsCommand } from './jobs/options.ts';
import { runJobsCommand } from './jobs/run.ts';

async function main(): Promise<void> {
  const command = parseJobsCommand(process.argv.slice(2));
  if ('errors' in command) {
    refuse(command.errors, (message, values) => say(JOBS_COMMAND[message], language, values));
    return;
  }
  await withDatabase(async (db) => {
    const { lines, isGood } = await runJobsCommand(db, command.options, language);
    console.log(lines.join('\n'));
    if (!isGood) process.exitCode = 1;
  });
}

await runCommand('jobs', main);

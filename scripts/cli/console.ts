/** What the commands share: the database of the environment, a progress line, and errors as sentences. */
import { homeOf, readConfig } from '../../server/platform/config.ts';
import { openDatabase } from '../../server/platform/db/pool.ts';
import type { Database } from '../../server/platform/db/types.ts';
import { consoleLanguage, type PlainValues } from '../../server/platform/messages/index.ts';
import { explain } from '../start/explain.ts';
import type { CommandError } from './command.ts';
import { asksForHelp, helpText, type CommandName } from './help.ts';
import { HELP_HINT } from './messages/command.ts';
import { restartSentence } from './database-sentences.ts';
import { createProgress } from './progress.ts';

export const language = consoleLanguage(process.env);

/** The same folder as the service's, wherever the command is called. */
export const home = homeOf(process.env);

interface ConsoleDatabaseOptions {
  /** What to do where a service runs the embedded database; default `attach`. */
  readonly whenRunning?: 'attach' | 'fail';
  /** Makes the schema of the service where it is missing: for commands that then make its tables. Default: no. */
  readonly makeSchema?: boolean;
}

/**
 * The database as its owner: the one that `DATABASE_OWNER_URL` names, else `DATABASE_URL`, else the embedded one, of a
 * running service where there is one.
 */
export async function openConsoleDatabase({
  whenRunning = 'attach',
  makeSchema = false,
}: ConsoleDatabaseOptions = {}): Promise<Database> {
  const config = readConfig();
  return openDatabase({
    url: config.databaseOwnerUrl ?? config.databaseUrl,
    home: config.home,
    schema: config.databaseSchema,
    makeSchema,
    whenRunning,
    // A load waits for as long as it takes.
    statementTimeoutMs: 0,
    onRestart: (restart) => console.error(restartSentence(restart, language)),
  });
}

/** Runs a command with a database, closes it, and turns what went wrong into a sentence and exit status 1. */
export async function withDatabase(
  command: (db: Database) => Promise<void>,
  options: ConsoleDatabaseOptions = {},
): Promise<void> {
  try {
    const db = await openConsoleDatabase(options);
    try {
      await command(db);
    } finally {
      await db.close();
    }
  } catch (error) {
    fail(error);
  }
}

export function fail(error: unknown): void {
  process.exitCode = 1;
  console.error(explain(error));
}

const progress = createProgress(process.stderr, false);

/** Rewrites one line on a terminal; elsewhere prints only what is important. */
export function progressLine(text: string, isImportant = false): void {
  progress.step(text, isImportant);
}

export function endProgress(): void {
  progress.end();
}

/** Runs a command: says how it is used where that was asked, and turns what goes wrong into a sentence and status 1. */
export async function runCommand(name: CommandName, command: () => Promise<void>): Promise<void> {
  if (asksForHelp(process.argv.slice(2))) {
    console.log(helpText(name, language));
    return;
  }
  try {
    await command();
  } catch (error) {
    endProgress();
    fail(error);
  }
}

/** Says what is wrong with the arguments, and how the command is used; without errors that alone. */
export function refuse<Message extends string>(
  errors: readonly CommandError<Message | 'usage'>[],
  sentence: (message: Message | 'usage', values?: PlainValues) => string,
): void {
  if (errors.length === 0) {
    console.log(sentence('usage'));
    return;
  }
  for (const { message, values } of errors) console.error(sentence(message, values));
  console.error(sentence('usage'));
  console.error(HELP_HINT[language]);
  process.exitCode = 1;
}

/** The first SIGINT or SIGTERM aborts the signal, and the command tidies up; a second one ends the process. */
export function stopOnSignals(): AbortSignal {
  const controller = new AbortController();
  for (const [signal, status] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.once(signal, () => {
      process.exitCode = status;
      process.once(signal, () => process.exit(status));
      controller.abort();
    });
  }
  return controller.signal;
}

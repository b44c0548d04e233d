/** What `npm run backup` and `npm run restore` say of what they did, and of what went wrong. */
import { dirname } from 'node:path';
import { BackupExists, BackupUnreadable, NothingToKeep, RestoreRefused } from '../../../server/backup/errors.ts';
import { checkBackup, type SoundBackup } from '../../../server/backup/file-reader.ts';
import type { Manifest } from '../../../server/backup/manifest.ts';
import { say, type MessageValues } from '../../../server/platform/messages/index.ts';
import type { CommandError } from '../../cli/command.ts';
import { endProgress, language, progressLine } from '../../cli/console.ts';
import { BACKUP, type BackupMessage } from '../../cli/messages/backup.ts';

const SHOWN_EVERY_MS = 200;

export function print(message: BackupMessage, values?: MessageValues): void {
  console.log(say(BACKUP[message], language, values));
}

/** A line of progress, now and then. */
export function createShow(): (message: BackupMessage, values?: MessageValues) => void {
  let shownAt = -Infinity;
  return (message, values) => {
    if (performance.now() - shownAt < SHOWN_EVERY_MS) return;
    shownAt = performance.now();
    progressLine(say(BACKUP[message], language, values));
  };
}

/** What a backup holds, as the sentences name it. */
export function sumsOf({ tables, takenAt }: Manifest): MessageValues {
  return { tables: tables.length, rows: tables.reduce((sum, { rows }) => sum + rows, 0), moment: takenAt };
}

export function printTables({ tables }: Manifest): void {
  for (const { name, rows } of tables) if (rows > 0) print('table-line', { table: name, rows });
}

export function secondsSince(startedAt: number): string {
  return ((performance.now() - startedAt) / 1000).toFixed(1);
}

export function megabytesOf(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

/** `--check`: verifies a file, without a database. */
export async function checkFile(path: string): Promise<void> {
  try {
    const show = createShow();
    const sound = await checkBackup(path, (rows) => show('phase-check', { rows }));
    endProgress();
    printSound(sound);
  } catch (error) {
    endProgress();
    tell(explainFailure(error, path), error);
  }
}

function printSound({ path, bytes, manifest }: SoundBackup): void {
  const { product, database, city } = manifest;
  print('sound', {
    file: path,
    size: megabytesOf(bytes),
    product,
    database,
    city: city === null ? BACKUP['no-city'] : city,
    ...sumsOf(manifest),
  });
  printTables(manifest);
}

/** Prints the sentence and sets the exit status; an error without a sentence is thrown on. */
export function tell(failure: CommandError<BackupMessage> | null, error: unknown): void {
  if (failure === null) throw error;
  console.error(say(BACKUP[failure.message], language, failure.values));
  process.exitCode ??= 1;
}

/** What to say of an error that a person can do something about; else null. */
export function explainFailure(error: unknown, file: string): CommandError<BackupMessage> | null {
  if (error instanceof BackupExists) return { message: error.isPlainFile ? 'exists' : 'is-folder', values: { file } };
  if (error instanceof BackupUnreadable)
    return { message: error.fault, values: { file, detail: say(error.why, language) } };
  if (error instanceof RestoreRefused) return { message: error.hindrance, values: { ...error.values, file } };
  if (error instanceof NothingToKeep) return { message: 'nothing-to-keep' };
  return explainFileError(error, file);
}

/** Errors of the file system that concern the backup's own file. */
function explainFileError(error: unknown, file: string): CommandError<BackupMessage> | null {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) return null;
  const folder = dirname(file);
  // Of a file that is open, the error has no path.
  const isOpen = ['read', 'write', 'fsync'].includes(String(error.syscall));
  if (!isOpen && !('path' in error && String(error.path).startsWith(folder))) return null;
  switch (error.code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return { message: 'disk-full', values: { folder } };
    case 'ENOENT':
    case 'ENOTDIR':
      return 'path' in error && error.path === file
        ? { message: 'no-file', values: { file } }
        : { message: 'no-folder', values: { folder } };
    case 'EISDIR':
      return { message: 'is-folder', values: { file } };
    default:
      return 'path' in error && error.path === file
        ? { message: 'unreadable', values: { file, reason: error.message } }
        : { message: 'unwritable', values: { file, reason: error.message } };
  }
}

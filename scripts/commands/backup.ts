/** `npm run backup -- FILE`: writes all that the service keeps into one file. */
import { backup } from '../../server/backup/backup.ts';
import { readConfig } from '../../server/platform/config.ts';
import { say } from '../../server/platform/messages/index.ts';
import { endProgress, fail, language, refuse, runCommand, stopOnSignals, withDatabase } from '../cli/console.ts';
import { BACKUP } from '../cli/messages/backup.ts';
import { parseBackupCommand } from './backup/options.ts';
import {
  checkFile,
  createShow,
  explainFailure,
  megabytesOf,
  print,
  printTables,
  secondsSince,
  sumsOf,
  tell,
} from './backup/report.ts';

async function main(): Promise<void> {
  // npm runs scripts in the project's folder, whichever folder they are called from.
  const parsed = parseBackupCommand(process.argv.slice(2), 'force', process.env.INIT_CWD);
  if ('errors' in parsed) {
    refuse(parsed.errors, (message, values) =>
      say(BACKUP[message === 'usage' ? 'usage-backup' : message], language, values),
    );
    return;
  }
  const { path, task, mayReplace } = parsed.options;
  if (task === 'check') {
    await checkFile(path).catch(fail);
    return;
  }
  const signal = stopOnSignals();
  await withDatabase(async (db) => {
    const startedAt = performance.now();
    const show = createShow();
    try {
      const { manifest, bytes } = await backup(db, {
        path,
        mayReplace,
        product: readConfig().version,
        signal,
        onProgress: (table, rows) => show('reading-table', { table, rows }),
      });
      endProgress();
      const seconds = secondsSince(startedAt);
      print('backup-done', { file: path, size: megabytesOf(bytes), seconds, ...sumsOf(manifest) });
      printTables(manifest);
    } catch (error) {
      endProgress();
      tell(
        signal.aborted ? { message: 'backup-interrupted', values: { file: path } } : explainFailure(error, path),
        error,
      );
    }
  });
}

await runCommand('backup', main);

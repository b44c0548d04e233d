import { resolve } from 'node:path';
import { parseCommand, type Command } from '../../cli/command.ts';
import type { BackupMessage } from '../../cli/messages/backup.ts';

/** `check`: verify the file alone. `mayReplace`: the file of a backup, or the data of a database. */
export interface BackupOptions {
  readonly path: string;
  readonly task: 'check' | 'run';
  readonly mayReplace: boolean;
}

/**
 * Reads the arguments of `npm run backup` and `npm run restore`.
 *
 * @param replacing the option that lets the command replace what is there
 * @param folder from which the command was called
 */
export function parseBackupCommand(
  args: readonly string[],
  replacing: 'force' | 'replace',
  folder: string = process.cwd(),
): Command<BackupOptions, BackupMessage> {
  return parseCommand(args, {
    hasFiles: true,
    options: { check: { type: 'boolean' }, [replacing]: { type: 'boolean' } },
    read: (values, [file, ...more], errors): BackupOptions | null => {
      if (file === undefined || file.trim() === '' || more.length > 0) {
        errors.add('one-file', { count: file === undefined ? 0 : 1 + more.length });
        return null;
      }
      return {
        path: resolve(folder, file),
        task: values.check === true ? 'check' : 'run',
        mayReplace: values[replacing] === true,
      };
    },
  });
}

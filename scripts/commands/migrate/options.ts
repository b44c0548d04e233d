import { parseCommand, type Command } from '../../cli/command.ts';
import type { MigrateMessage } from '../../cli/messages/migrate.ts';

/** `migrate`: bring the database up to date. The others print statements for a role and change nothing. */
export type MigrateOptions =
  | { readonly task: 'migrate' }
  | { readonly task: 'grants' | 'hand-over'; readonly role: string };

const PRINTING = ['grants', 'hand-over'] as const;

/** Reads the arguments of `npm run migrate`. */
export function parseMigrateCommand(args: readonly string[]): Command<MigrateOptions, MigrateMessage> {
  return parseCommand(args, {
    hasFiles: false,
    options: { grants: { type: 'string' }, 'hand-over': { type: 'string' } },
    read: (values, _files, errors): MigrateOptions | null => {
      const [task, ...more] = PRINTING.filter((option) => values[option] !== undefined);
      if (more.length > 0) errors.add('one-at-a-time');
      if (task === undefined) return { task: 'migrate' };
      const role = values[task]?.trim() ?? '';
      if (role === '') errors.add('blank-role', { option: task });
      return { task, role };
    },
  });
}

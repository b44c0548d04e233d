import { parseTableName } from '../../../server/sources/table-name.ts';
import type { TableName } from '../../../server/sources/table.ts';
import { parseCommand, type Command } from '../../cli/command.ts';
import type { SourcesMessage } from '../../cli/messages/sources.ts';

/** `names`: sources or tables to list; all where there is none. */
export interface ListOptions {
  readonly task: 'list';
  readonly names: readonly string[];
}

/** `url`: of a role that owns the table; that of the source where null. Without `isApplied` the SQL is shown alone. */
export interface WatchOptions {
  readonly task: 'watch' | 'unwatch';
  readonly name: TableName;
  readonly isApplied: boolean;
  readonly url: string | null;
  readonly column: string | undefined;
}

export type SourcesOptions = ListOptions | WatchOptions;

/** Reads the arguments of `npm run sources`. */
export function parseSourcesCommand(args: readonly string[]): Command<SourcesOptions, SourcesMessage> {
  return parseCommand(args, {
    hasFiles: true,
    options: { apply: { type: 'boolean' }, as: { type: 'string' }, column: { type: 'string' } },
    read: ({ apply = false, as = null, column }, [task = 'list', ...names], errors): SourcesOptions | null => {
      if (task === 'list') return { task, names };
      if (task !== 'watch' && task !== 'unwatch') {
        errors.add('unknown-task', { task });
        return null;
      }
      const [text = '', second] = names;
      const name = parseTableName(text);
      if (name !== null && second === undefined) return { task, name, isApplied: apply, url: as, column };
      errors.add('not-a-table', { name: names.join(' ') });
      return null;
    },
  });
}

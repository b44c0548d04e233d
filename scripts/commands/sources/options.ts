import { parseCommand, type Command } from '../../cli/command.ts';
import type { SourcesMessage } from '../../cli/messages/sources.ts';

/** `names`: sources or tables to list; all where there is none. */
export interface SourcesOptions {
  readonly task: 'list';
  readonly names: readonly string[];
}

/** Reads the arguments of `npm run sources`. */
export function parseSourcesCommand(args: readonly string[]): Command<SourcesOptions, SourcesMessage> {
  return parseCommand(args, {
    hasFiles: true,
    options: {},
    read: (_, [task = 'list', ...names], errors): SourcesOptions | null => {
      if (task === 'list') return { task, names };
      errors.add('unknown-task', { task });
      return null;
    },
  });
}

import { resolve } from 'node:path';
import { parseCommand, type Command } from '../../cli/command.ts';
import type { SpeedsScriptMessage } from '../../cli/messages/speeds.ts';

interface SpeedsOptions {
  readonly network: string;
  /** Null to take away those that there are. */
  readonly path: string | null;
}

const OPTIONS = {
  network: { type: 'string', default: 'roads' },
  remove: { type: 'boolean', default: false },
} as const;

/** Reads the arguments of `npm run network:speeds`. The path is taken from `folder`. */
export function parseSpeedsCommand(args: readonly string[], folder = '.'): Command<SpeedsOptions, SpeedsScriptMessage> {
  return parseCommand(args, {
    hasFiles: true,
    options: OPTIONS,
    read: ({ network, remove }, [path, ...more], errors): SpeedsOptions | null => {
      if (path === undefined && !remove) errors.add('no-file');
      if (path !== undefined && remove) errors.add('file-and-remove', { files: [path, ...more].join(' ') });
      else if (more.length > 0) errors.add('more-files', { files: more.join(' ') });
      return { network, path: path === undefined ? null : resolve(folder, path) };
    },
  });
}

import { clientAt } from '../../../server/platform/fairness/client-address.ts';
import { parseCommand, type Command } from '../../cli/command.ts';
import type { JobsMessage } from '../../cli/messages/jobs.ts';

/** `client`: as the service has addresses, which need not be as it was written. */
export type JobsOptions =
  | { readonly task: 'list'; readonly all: boolean }
  | { readonly task: 'cancel'; readonly ids: readonly string[] }
  | { readonly task: 'cancel-of'; readonly client: string };

/** Reads the arguments of `npm run jobs`. */
export function parseJobsCommand(args: readonly string[]): Command<JobsOptions, JobsMessage> {
  return parseCommand(args, {
    hasFiles: true,
    options: { all: { type: 'boolean' }, of: { type: 'string' } },
    read: ({ all = false, of }, [task = 'list', ...rest], errors): JobsOptions | null => {
      if (task === 'list') {
        if (rest.length > 0 || of !== undefined) errors.add('too-much', { rest: of ?? rest.join(' ') });
        return { task, all };
      }
      if (task !== 'cancel') {
        errors.add('unknown-task', { task });
        return null;
      }
      if (all) errors.add('too-much', { rest: '--all' });
      if ((of === undefined) === (rest.length === 0)) errors.add('whom-to-cancel');
      if (of === undefined) return { task, ids: rest };
      const client = clientAt(of.replace(/\/64$/, ''));
      if (client === null) errors.add('not-an-address', { address: of });
      return { task: 'cancel-of', client: client ?? '' };
    },
  });
}

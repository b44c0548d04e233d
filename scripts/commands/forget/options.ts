import { resolve } from 'node:path';
import { parseCommand, type Command } from '../../cli/command.ts';
import type { ForgetMessage } from '../../cli/messages/forget.ts';

export type ForgetOptions =
  | {
      readonly task: 'forget';
      readonly layer: string;
      readonly id: string;
      readonly reason: string | null;
      /** Without it the command says what would be erased. */
      readonly isConfirmed: boolean;
    }
  | { readonly task: 'list'; readonly isJson: boolean }
  | { readonly task: 'again'; readonly path: string };

/** Reads the arguments of `npm run forget`. The path of a list is taken from `folder`. */
export function parseForgetCommand(args: readonly string[], folder = '.'): Command<ForgetOptions, ForgetMessage> {
  return parseCommand(args, {
    hasFiles: true,
    options: {
      reason: { type: 'string' },
      yes: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      again: { type: 'string' },
    },
    read: (values, names, errors): ForgetOptions | null => {
      const { reason, yes, list, json, again } = values;
      if (json && !list) errors.add('json-without-list');
      if (list || again !== undefined) {
        if ((list && again !== undefined) || names.length > 0 || reason !== undefined || yes)
          errors.add('one-at-a-time');
        if (again === undefined) return { task: 'list', isJson: json };
        if (again.trim() === '') errors.add('blank-file');
        return { task: 'again', path: resolve(folder, again) };
      }
      const [layer, id, ...more] = names;
      if (layer === undefined || id === undefined || layer === '' || id === '') errors.add('no-feature-named');
      if (more.length > 0) errors.add('too-many-names', { names: more.join(' ') });
      if (layer === undefined || id === undefined) return null;
      return { task: 'forget', layer, id, reason: reason?.trim() || null, isConfirmed: yes };
    },
  });
}

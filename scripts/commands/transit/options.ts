import { resolve } from 'node:path';
import type { TransitImportOptions } from '../../../server/analysis/transit/import/import.ts';
import { isStoredId, MAX_ID_LENGTH } from '../../../server/analysis/stored-id.ts';
import { parseCommand, type Command, type CommandErrors } from '../../cli/command.ts';
import type { TransitScriptMessage } from '../../cli/messages/transit.ts';
import { textOption } from '../../cli/text-option.ts';

/** The feed of a service is kept in a byte. */
const MAX_FILES = 255;
/** Only the generator makes synthetic timetables. */
const PROVENANCES = ['imported', 'official', 'approximate'] as const;

const OPTIONS = {
  id: { type: 'string' },
  network: { type: 'string' },
  'title-zh': { type: 'string' },
  'title-en': { type: 'string' },
  'source-zh': { type: 'string' },
  'source-en': { type: 'string' },
  licence: { type: 'string', default: '' },
  provenance: { type: 'string', default: PROVENANCES[0] },
  replace: { type: 'boolean', default: false },
} as const;

type Errors = CommandErrors<TransitScriptMessage>;

/** Reads the arguments of `npm run transit:import`. Paths are taken from `folder`. */
export function parseTransitCommand(
  args: readonly string[],
  folder = '.',
): Command<TransitImportOptions, TransitScriptMessage> {
  return parseCommand(args, {
    hasFiles: true,
    options: OPTIONS,
    read: (values, files, errors): TransitImportOptions | null => {
      checkFiles(files, errors);
      if (values.id === undefined) errors.add('no-id');
      else checkId('id', values.id, errors);
      if (values.network !== undefined) checkId('network', values.network, errors);
      const provenance = errors.choice(values.provenance, PROVENANCES, (value, choices) => ({
        message: 'bad-choice',
        values: { option: 'provenance', value, choices },
      }));
      const [title, source] = [textOption('title', values, errors), textOption('source', values, errors)];
      if (values.id === undefined || provenance === undefined) return null;
      return {
        paths: files.map((file) => resolve(folder, file)),
        id: values.id,
        network: values.network ?? null,
        licence: values.licence,
        provenance,
        replace: values.replace,
        ...(title === null ? {} : { title }),
        ...(source === null ? {} : { source }),
      };
    },
  });
}

function checkFiles(files: readonly string[], errors: Errors): void {
  if (files.length === 0) errors.add('no-file');
  if (files.length > MAX_FILES) errors.add('many-files', { max: MAX_FILES });
  for (const file of files) if (!file.toLowerCase().endsWith('.zip')) errors.add('file-type', { file });
}

function checkId(option: string, id: string, errors: Errors): void {
  if (!isStoredId(id)) errors.add('bad-id', { option, id, max: MAX_ID_LENGTH });
}

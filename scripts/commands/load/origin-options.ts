/** `--source`, `--source-en`, `--licence` and `--as-of`: where the data of a load comes from. */
import type { LoadMessage } from '../../../server/ingest/messages.ts';
import { isTextOfOrigin, MAX_ORIGIN_CHARACTERS, readAsOf } from '../../../server/ingest/origin-text.ts';
import type { LoadOrigin } from '../../../server/ingest/types.ts';
import type { CommandErrors } from '../../cli/command.ts';

export const ORIGIN_OPTIONS = {
  source: { type: 'string' },
  'source-en': { type: 'string' },
  licence: { type: 'string' },
  'as-of': { type: 'string' },
} as const;

type OriginValues = { readonly [Name in keyof typeof ORIGIN_OPTIONS]?: string | undefined };

/** Undefined where nothing of it was given. Adds to `errors` what cannot be shown. */
export function readOrigin(values: OriginValues, errors: CommandErrors<LoadMessage>): Partial<LoadOrigin> | undefined {
  const text = (option: 'source' | 'source-en' | 'licence'): string | undefined => {
    const value = values[option]?.trim();
    if (value === undefined || isTextOfOrigin(value)) return value;
    errors.add('source-unusable', { option, value: value.slice(0, 40), max: MAX_ORIGIN_CHARACTERS });
    return undefined;
  };
  const [zh, en, licence] = [text('source'), text('source-en'), text('licence')];
  if (values['source-en'] !== undefined && values.source === undefined) errors.add('source-needed');
  const day = values['as-of']?.trim();
  const asOf = day === undefined ? undefined : readAsOf(day);
  if (asOf === null) errors.add('as-of-wrong', { value: String(day).slice(0, 40) });
  const origin: Partial<LoadOrigin> = {
    ...(zh === undefined ? {} : { source: { zh, en: en ?? zh } }),
    ...(licence === undefined ? {} : { licence }),
    ...(asOf === undefined || asOf === null ? {} : { asOf }),
  };
  return Object.keys(origin).length === 0 ? undefined : origin;
}

/** What a load leaves out, as a file that can be mended and loaded. */
import { writeFile } from 'node:fs/promises';
import { BYTE_ORDER_MARK, csvField } from '../../tiles/csv.ts';
import type { Lang } from '../platform/messages/index.ts';
import { plainText } from '../platform/text/plain-text.ts';
import { sentence } from './report.ts';
import { FAULTS_COLUMN } from './types.ts';
import type { LoadError, SourceFeature, SourceFile } from './types.ts';

/**
 * Writes the features that have errors, each with all its reasons: of a table its rows as they stand, of other files
 * GeoJSON. Loading leaves the reasons out again.
 */
export async function writeFaulty(
  path: string,
  file: Pick<SourceFile, 'features' | 'table'>,
  errors: readonly LoadError[],
  language: Lang,
): Promise<void> {
  const reasons = new Map<number, string[]>();
  for (const error of errors) {
    const property = error.property === undefined ? '' : `${error.property}: `;
    reasons.set(error.feature, [...(reasons.get(error.feature) ?? []), property + sentence(language, error)]);
  }
  const numbers = [...reasons.keys()].sort((a, b) => a - b);
  const reasonOf = (number: number): string => (reasons.get(number) ?? []).join(language === 'zh' ? '；' : '; ');
  const text =
    file.table === undefined ? geoJson(file.features, numbers, reasonOf) : csv(file.table, numbers, reasonOf);
  await writeFile(path, text);
}

function csv(
  { header, body, delimiter = ',' }: NonNullable<SourceFile['table']>,
  numbers: readonly number[],
  reasonOf: (number: number) => string,
): string {
  // The reasons of an earlier load are no column of the table.
  const columns = header.flatMap((name, index) => (name === FAULTS_COLUMN ? [] : [index]));
  const line = (fields: readonly string[]): string => fields.map(csvField).join(delimiter);
  const rows = numbers.map((number) => {
    const row = body[number - 1] ?? [];
    return line([...columns.map((index) => row[index] ?? ''), reasonOf(number)]);
  });
  return `${BYTE_ORDER_MARK}${[line([...columns.map((index) => header[index] ?? ''), FAULTS_COLUMN]), ...rows].join('\r\n')}\r\n`;
}

function geoJson(
  features: readonly SourceFeature[],
  numbers: readonly number[],
  reasonOf: (number: number) => string,
): string {
  const byNumber = new Map(features.map((feature) => [feature.number, feature]));
  const lines = numbers.map((number) => {
    const feature = byNumber.get(number);
    const properties = { ...feature?.properties, [FAULTS_COLUMN]: reasonOf(number) };
    const item = { type: 'Feature', id: feature?.id ?? undefined, geometry: feature?.geometry ?? null, properties };
    // Whole numbers that JavaScript rounds are texts here, with all their digits.
    return JSON.stringify(item, (_, value: unknown) => (typeof value === 'bigint' ? plainText(value) : value));
  });
  return `{"type":"FeatureCollection","features":[\n${lines.join(',\n')}\n]}\n`;
}

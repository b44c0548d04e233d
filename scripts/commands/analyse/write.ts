/** Results as files that spreadsheets and GIS read. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { plainText } from '../../../server/platform/text/plain-text.ts';
import type { AnalysisResult, StudyResult } from '../../../tiles/api/result.ts';
import { BYTE_ORDER_MARK, csvField, notRun } from '../../../tiles/csv.ts';
import { AnalyseError, reasonOf } from './error.ts';

export interface OutputFile {
  readonly name: string;
  readonly text: string;
}

type Row = Readonly<Record<string, unknown>>;

/** A table of every list of a result, one of its single figures, and one of the study's facilities. */
export function csvFiles({ facilities, results }: Pick<StudyResult, 'facilities' | 'results'>): OutputFile[] {
  return [
    { name: 'facilities.csv', text: csv(facilities) },
    ...results.flatMap((result, index) => tablesOf(result, fileName(result, index))),
  ];
}

function tablesOf(result: AnalysisResult, name: string): OutputFile[] {
  const entries = Object.entries(result);
  const figures = entries.filter(([, value]) => !Array.isArray(value)).flatMap(([key, value]) => flatten(key, value));
  const lists = entries.flatMap(([key, value]): OutputFile[] =>
    isRows(value) ? [{ name: `${name}-${key}.csv`, text: csv(value.flatMap(rowsOf)) }] : [],
  );
  const columns = entries.filter(
    (entry): entry is [string, readonly unknown[]] =>
      Array.isArray(entry[1]) &&
      entry[1].length > 0 &&
      entry[1].every((each) => typeof each !== 'object' || each === null),
  );
  const byLength = grouped(columns);
  const values = [...byLength].map(([length, group]) => ({
    name: `${name}-${group.map(([key]) => key).join('-')}.csv`,
    text: csv(
      Array.from({ length }, (_, index) => ({
        index,
        ...Object.fromEntries(group.map(([key, list]) => [key, list[index]])),
      })),
    ),
  }));
  return [{ name: `${name}.csv`, text: csv([Object.fromEntries(figures)]) }, ...lists, ...values];
}

function grouped(columns: readonly [string, readonly unknown[]][]): Map<number, [string, readonly unknown[]][]> {
  const groups = new Map<number, [string, readonly unknown[]][]>();
  for (const column of columns) groups.set(column[1].length, [...(groups.get(column[1].length) ?? []), column]);
  return groups;
}

function isRows(value: unknown): value is readonly Row[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((each) => typeof each === 'object' && each !== null && !Array.isArray(each))
  );
}

/** Flattens nested rows, such as the figures of a district by each of the costs, into a row for each. */
function rowsOf(row: Row): Row[] {
  const inner = Object.entries(row).find(([, value]) => isRows(value));
  if (inner === undefined) return [flat(row)];
  const [name, rows] = inner as [string, readonly Row[]];
  return rows.map((each) => ({ ...flat(row), ...Object.fromEntries(flatten(name, each)) }));
}

/** Single figures of an object; what is a list or a geometry in it has a file of its own, or none. */
function flat(row: Row): Row {
  return Object.fromEntries(Object.entries(row).flatMap(([key, value]) => flatten(key, value)));
}

function flatten(key: string, value: unknown): [string, unknown][] {
  if (Array.isArray(value)) return [];
  if (typeof value !== 'object' || value === null) return [[key, value]];
  if ('coordinates' in value) return [];
  return Object.entries(value).flatMap(([inner, each]) => flatten(`${key}.${inner}`, each));
}

function csv(rows: readonly Row[]): string {
  const header = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = [header.map(cell), ...rows.map((row) => header.map((name) => cell(row[name])))];
  return `${BYTE_ORDER_MARK}${lines.map((line) => line.join()).join('\r\n')}\r\n`;
}

/** A number in full, though it may begin as a formula does. */
const NUMBER = /^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;

function cell(value: unknown): string {
  const plain = plainText(value);
  return csvField(typeof value === 'string' && !NUMBER.test(plain) ? notRun(plain) : plain);
}

/** A file of what has a place: facilities, sites, gap areas at their middles, counted areas, and isochrones. */
export function geoJsonFiles({ facilities, results }: Pick<StudyResult, 'facilities' | 'results'>): OutputFile[] {
  const files = results.flatMap((result, index): OutputFile[] => {
    const name = fileName(result, index);
    if (result.kind === 'isochrones') {
      return [
        collection(
          `${name}-areas.geojson`,
          result.features.map(({ area, edges: _, ...properties }) => ({ type: 'Feature', properties, geometry: area })),
        ),
        collection(
          `${name}-streets.geojson`,
          result.features.map(({ edges, area: _, ...properties }) => ({
            type: 'Feature',
            properties,
            geometry: edges,
          })),
        ),
      ];
    }
    return Object.entries(result).flatMap(([key, value]) =>
      isRows(value) && value.some(hasPlace)
        ? [collection(`${name}-${key}.geojson`, value.filter(hasPlace).map(pointFeature))]
        : [],
    );
  });
  return [collection('facilities.geojson', facilities.filter(hasPlace).map(pointFeature)), ...files];
}

function hasPlace(row: Row | { readonly lon: unknown; readonly lat: unknown }): boolean {
  return 'lon' in row && 'lat' in row && typeof row.lon === 'number' && typeof row.lat === 'number';
}

function pointFeature(row: object): Row {
  const { lon, lat, ...properties } = row as Row;
  return { type: 'Feature', properties: flat(properties), geometry: { type: 'Point', coordinates: [lon, lat] } };
}

function collection(name: string, features: readonly Row[]): OutputFile {
  return { name, text: `${JSON.stringify({ type: 'FeatureCollection', features })}\n` };
}

function fileName({ kind }: AnalysisResult, index: number): string {
  return `${String(index + 1).padStart(2, '0')}-${kind}`;
}

/** Rejects with `AnalyseError`. @returns the paths written */
export async function writeFiles(folder: string, files: readonly OutputFile[]): Promise<string[]> {
  const paths = files.map(({ name }) => join(folder, name));
  for (const [index, { text }] of files.entries()) await writeOut(paths[index] as string, text);
  return paths;
}

export async function writeOut(file: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  } catch (error) {
    throw new AnalyseError('unwritable', { file, reason: reasonOf(error) });
  }
}

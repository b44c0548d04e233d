/** Results as files that spreadsheets and GIS read. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { plainText } from '../../../server/platform/text/plain-text.ts';
import { BYTE_ORDER_MARK, csvField, notRun } from '../../../tiles/csv.ts';
import { AnalyseError, reasonOf } from './error.ts';
import {
  columnsOf,
  fileName,
  flat,
  hasPlace,
  isRows,
  linesOf,
  resultTables,
  type Row,
  type Written,
} from './result-tables.ts';

export interface OutputFile {
  readonly name: string;
  readonly text: string | Uint8Array;
}

export interface TextFile extends OutputFile {
  readonly text: string;
}

export function csvFiles(result: Written): TextFile[] {
  return resultTables(result).map(({ name, rows }) => ({ name: `${name}.csv`, text: csv(rows) }));
}

function csv(rows: readonly Row[]): string {
  const header = columnsOf(rows);
  const lines = [header.map(cell), ...rows.map((row) => header.map((name) => cell(row[name])))];
  return `${BYTE_ORDER_MARK}${lines.map((line) => line.join()).join('\r\n')}\r\n`;
}

/** A number in full, though it may begin as a formula does. */
const NUMBER = /^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;

function cell(value: unknown): string {
  const plain = plainText(value);
  return csvField(typeof value === 'string' && !NUMBER.test(plain) ? notRun(plain) : plain);
}

/**
 * A file of what has a place: facilities, sites, gap areas at their middles, counted areas, cells by their outlines,
 * allocations at the demand and as lines to the facilities, and isochrones.
 */
export function geoJsonFiles({ facilities, results }: Written): TextFile[] {
  const files = results.flatMap((result, index): TextFile[] => {
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
    return Object.entries(result).flatMap(([key, value]) => {
      if (!isRows(value) || !value.some(hasPlace)) return [];
      const placed = value.filter(hasPlace);
      return [
        collection(`${name}-${key}.geojson`, placed.map(feature)),
        ...(key === 'allocation'
          ? [
              collection(
                `${name}-lines.geojson`,
                linesOf(placed, facilities).map((line) => ({ type: 'Feature', ...line })),
              ),
            ]
          : []),
      ];
    });
  });
  return [collection('facilities.geojson', facilities.filter(hasPlace).map(feature)), ...files];
}

/** By its outline where it has one, else by its place. */
function feature(row: object): Row {
  const { lon, lat, geometry, ...properties } = row as Row;
  if (typeof geometry === 'object' && geometry !== null)
    return { type: 'Feature', properties: flat({ lon, lat, ...properties }), geometry };
  return { type: 'Feature', properties: flat(properties), geometry: { type: 'Point', coordinates: [lon, lat] } };
}

function collection(name: string, features: readonly Row[]): TextFile {
  return { name, text: `${JSON.stringify({ type: 'FeatureCollection', features })}\n` };
}

/** Rejects with `AnalyseError`. @returns the paths written */
export async function writeFiles(folder: string, files: readonly OutputFile[]): Promise<string[]> {
  const paths = files.map(({ name }) => join(folder, name));
  for (const [index, { text }] of files.entries()) await writeOut(paths[index] as string, text);
  return paths;
}

export async function writeOut(file: string, text: string | Uint8Array): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  } catch (error) {
    throw new AnalyseError('unwritable', { file, reason: reasonOf(error) });
  }
}

/** Results as files that spreadsheets and GIS read. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { plainText } from '../../../server/platform/text/plain-text.ts';
import type { AnalysisResult, StudyResult } from '../../../tiles/api/result.ts';
import { BYTE_ORDER_MARK, csvField, notRun } from '../../../tiles/csv.ts';
import { AnalyseError, reasonOf } from './error.ts';

export interface OutputFile {
  readonly name: string;
  readonly text: string | Uint8Array;
}

export interface TextFile extends OutputFile {
  readonly text: string;
}

type Row = Readonly<Record<string, unknown>>;

/** Columns are all that any row has. */
export interface ResultTable {
  readonly name: string;
  readonly rows: readonly Row[];
}

type Written = Pick<StudyResult, 'facilities' | 'results'> & Partial<Pick<StudyResult, 'demand'>>;

export function csvFiles(result: Written): TextFile[] {
  return resultTables(result).map(({ name, rows }) => ({ name: `${name}.csv`, text: csv(rows) }));
}

/** A table of every list of a result, one of its single figures, and one of the study's facilities. */
export function resultTables({ facilities, demand, results }: Written): ResultTable[] {
  const ids = demand?.ids ?? [];
  return [
    { name: 'facilities', rows: facilities },
    ...results.flatMap((result, index) => [
      ...tablesOf(result, fileName(result, index), ids),
      ...(result.kind === 'gaps' ? [{ name: `${fileName(result, index)}-cells`, rows: gapCells(result, ids) }] : []),
    ]),
  ];
}

/** Which area each cell belongs to. */
function gapCells({ areas }: Extract<AnalysisResult, { readonly kind: 'gaps' }>, ids: readonly string[]): Row[] {
  return areas.flatMap(({ rank, cells }) => cells.map((index) => ({ rank, index, demand: ids[index] ?? null })));
}

/** Lists of a value for each demand. */
const BY_DEMAND = ['costs', 'access', 'perDemand'];

function tablesOf(result: AnalysisResult, name: string, ids: readonly string[]): ResultTable[] {
  const entries = Object.entries(result);
  const figures = entries.filter(([, value]) => !Array.isArray(value)).flatMap(([key, value]) => flatten(key, value));
  const lists = entries.flatMap(([key, value]): ResultTable[] =>
    isRows(value) ? [{ name: `${name}-${key}`, rows: value.flatMap(rowsOf) }] : [],
  );
  const columns = entries.filter(
    (entry): entry is [string, readonly unknown[]] =>
      Array.isArray(entry[1]) &&
      entry[1].length > 0 &&
      entry[1].every((each) => typeof each !== 'object' || each === null),
  );
  const values = grouped(columns).map((group) => ({
    name: `${name}-${group.map(([key]) => key).join('-')}`,
    rows: Array.from({ length: group[0]?.[1].length ?? 0 }, (_, index) => ({
      index,
      ...(group.some(([key]) => BY_DEMAND.includes(key)) && index < ids.length ? { demand: ids[index] } : {}),
      ...Object.fromEntries(group.map(([key, list]) => [key, list[index]])),
    })),
  }));
  return [{ name, rows: [Object.fromEntries(figures)] }, ...lists, ...values];
}

/** Lists of the same things: of demand, or of others that are as many. As many alone may be chance. */
function grouped(columns: readonly [string, readonly unknown[]][]): readonly [string, readonly unknown[]][][] {
  const groups = new Map<string, [string, readonly unknown[]][]>();
  for (const column of columns) {
    const kind = `${String(BY_DEMAND.includes(column[0]))} ${String(column[1].length)}`;
    groups.set(kind, [...(groups.get(kind) ?? []), column]);
  }
  return [...groups.values()];
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

/** All that any row has, in the order in which they are met. */
export function columnsOf(rows: readonly Row[]): string[] {
  const columns = new Set<string>();
  for (const row of rows) for (const column of Object.keys(row)) columns.add(column);
  return [...columns];
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
  const places = new Map(facilities.filter(hasPlace).map(({ id, lon, lat }) => [id, [lon, lat]]));
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
        ...(key === 'allocation' ? [collection(`${name}-lines.geojson`, linesOf(placed, places))] : []),
      ];
    });
  });
  return [collection('facilities.geojson', facilities.filter(hasPlace).map(feature)), ...files];
}

/** From each demand to the facility that it goes to, where both have a place. */
function linesOf(rows: readonly Row[], places: ReadonlyMap<string, unknown>): Row[] {
  return rows.flatMap(({ lon, lat, ...properties }) => {
    const end = places.get(String(properties.facility));
    return end === undefined
      ? []
      : [{ type: 'Feature', properties, geometry: { type: 'LineString', coordinates: [[lon, lat], end] } }];
  });
}

function hasPlace(row: Row | { readonly lon: unknown; readonly lat: unknown }): boolean {
  return 'lon' in row && 'lat' in row && typeof row.lon === 'number' && typeof row.lat === 'number';
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

function fileName({ kind }: AnalysisResult, index: number): string {
  return `${String(index + 1).padStart(2, '0')}-${kind}`;
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

import { parse } from 'csv-parse/sync';
import { parseNumber } from '../numbers.ts';
import type { Fault, SourceFeature, SourceFile } from './types.ts';
import { parseWkt } from './wkt.ts';

const LON = new Set(['lon', 'lng', 'long', 'longitude', 'x', '经度', '东经']);
const LAT = new Set(['lat', 'latitude', 'y', '纬度', '北纬']);
const WKT = new Set(['wkt', 'geom', 'geometry', 'the_geom', '几何']);
const ID = new Set(['id', 'feature_id', '编号', '编码']);

interface Columns {
  readonly lon: number;
  readonly lat: number;
  readonly wkt: number;
  readonly id: number;
}

/** Reads a table with a header. `idAttribute` names the column that holds the ids. */
export function readCsv(text: string, idAttribute: string | null): SourceFile {
  const only = (fault: Fault): SourceFile => ({ features: [], notes: [], faults: [fault] });
  let rows: string[][];
  try {
    rows = parse(text, { bom: true, skip_empty_lines: true, relax_quotes: true, trim: true, delimiter: delimiterOf(text) });
  } catch (error) {
    return only({ feature: 0, message: 'csv-malformed', params: { detail: error instanceof Error ? error.message : String(error) } });
  }
  const [header, ...body] = rows;
  if (header === undefined) return only({ feature: 0, message: 'file-empty' });
  const columns = findColumns(header, idAttribute);
  if (columns.wkt < 0 && (columns.lon < 0 || columns.lat < 0)) return only({ feature: 0, message: 'no-geometry-column' });
  if (columns.id < 0) return only({ feature: 0, message: 'no-id-column' });
  const faults: Fault[] = [];
  const features = body.map((row, index) => readRow(row, index + 1, header, columns, idAttribute, faults));
  return { features, faults, notes: [] };
}

function readRow(
  row: readonly string[], number: number, header: readonly string[], columns: Columns, idAttribute: string | null, faults: Fault[],
): SourceFeature {
  // The columns of the geometry are used up; a column named by --id stays an attribute where the layer has it.
  const used = columns.wkt >= 0 ? [columns.wkt] : [columns.lon, columns.lat];
  if (idAttribute === null) used.push(columns.id);
  const properties = Object.fromEntries(header.map((name, index) => [name, row[index] ?? ''] as const).filter((_, index) => !used.includes(index)));
  const id = row[columns.id] ?? '';
  return { number, id: id === '' ? null : id, geometry: readGeometry(row, number, columns, faults), properties, text: true };
}

function readGeometry(row: readonly string[], number: number, columns: Columns, faults: Fault[]): unknown {
  if (columns.wkt >= 0) {
    const value = row[columns.wkt] ?? '';
    if (value === '') return null;
    const geometry = parseWkt(value);
    if (geometry === null) faults.push({ feature: number, message: 'wkt-malformed', params: { value: value.slice(0, 60) } });
    // A fault was told already; undefined asks the check of geometries to say nothing more.
    return geometry ?? undefined;
  }
  const lon = row[columns.lon] ?? '';
  const lat = row[columns.lat] ?? '';
  if (lon === '' && lat === '') return null;
  return { type: 'Point', coordinates: [toNumber(lon), toNumber(lat)] };
}

/** A number, or the text itself, which the check of geometries then refuses. */
function toNumber(text: string): number | string {
  return parseNumber(text) ?? text;
}

function findColumns(header: readonly string[], idAttribute: string | null): Columns {
  const find = (names: ReadonlySet<string>): number => header.findIndex((name) => names.has(name.toLowerCase()));
  return {
    lon: find(LON), lat: find(LAT), wkt: find(WKT),
    id: idAttribute === null ? find(ID) : header.indexOf(idAttribute),
  };
}

/** Spreadsheets of some locales write semicolons or tabs. */
function delimiterOf(text: string): string {
  const header = text.slice(0, text.search(/[\r\n]|$/));
  const counts = [',', ';', '\t'].map((delimiter) => [header.split(delimiter).length, delimiter] as const);
  return counts.reduce((best, next) => (next[0] > best[0] ? next : best))[1];
}

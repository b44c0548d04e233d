import { getResolution, isValidCell } from 'h3-js';
import {
  columnNamed,
  coordinateColumns,
  geometryErrors,
  readParquetTable,
  readTable,
  readText,
} from '../../../ingest/index.ts';
import type { LoadError, Message } from '../../../ingest/index.ts';
import { parseNumber } from '../../../platform/text/numbers.ts';
import {
  H3_NAMES,
  PEOPLE_NAMES,
  readGroup,
  readPeople,
  refuse,
  refuseFile,
  type PeopleSource,
  type SourceOptions,
} from './source.ts';

interface Columns {
  readonly people: number;
  readonly landUse: number;
  readonly groups: readonly number[];
  readonly h3: number;
  readonly lon: number;
  readonly lat: number;
}

type Row = readonly string[];

/**
 * People of a table, CSV or Parquet: by longitude and latitude, or by ids of H3 cells of one resolution. Throws
 * `LoadErrors`.
 */
export async function readPeopleTable(path: string, options: SourceOptions, encoding?: string): Promise<PeopleSource> {
  const isParquet = path.toLowerCase().endsWith('.parquet');
  const { header, body, notes } = isParquet ? await parquetTable(path) : await csvTable(path, encoding);
  if (body.length === 0) return refuseFile({ message: 'file-empty' });
  const columns = findColumns(header, options);
  return columns.h3 >= 0 ? readCells(body, columns, notes) : readPoints(body, columns, notes);
}

interface PeopleTable {
  readonly header: Row;
  readonly body: readonly Row[];
  readonly notes: readonly Message[];
}

async function parquetTable(path: string): Promise<PeopleTable> {
  const table = await readParquetTable(path);
  return 'error' in table ? refuseFile(table.error) : { ...table, notes: [] };
}

async function csvTable(path: string, encoding?: string): Promise<PeopleTable> {
  const read = await readText(path, encoding);
  if ('error' in read) return refuseFile(read.error);
  const table = readTable(read.text);
  return 'error' in table ? refuseFile(table.error) : { ...table, notes: read.notes };
}

function findColumns(header: Row, { people, landUse, groups = [] }: SourceOptions): Columns {
  const errors: LoadError[] = [];
  const listed = header.join(', ');
  const columns = {
    ...coordinateColumns(header),
    h3: columnNamed(header, H3_NAMES),
    people: people === null ? columnNamed(header, PEOPLE_NAMES) : header.indexOf(people),
    landUse: landUse === null ? -1 : header.indexOf(landUse),
    groups: groups.map(({ column }) => header.indexOf(column)),
  };
  if (columns.people < 0)
    errors.push(
      people === null
        ? { feature: 0, message: 'people-column', params: { columns: listed } }
        : { feature: 0, message: 'no-column', params: { column: people, columns: listed } },
    );
  for (const [index, { column }] of groups.entries()) {
    if ((columns.groups[index] as number) < 0)
      errors.push({ feature: 0, message: 'no-column', params: { column, columns: listed } });
  }
  if (landUse !== null && columns.landUse < 0)
    errors.push({ feature: 0, message: 'no-column', params: { column: landUse, columns: listed } });
  if (columns.h3 < 0 && (columns.lon < 0 || columns.lat < 0)) errors.push({ feature: 0, message: 'place-columns' });
  return errors.length > 0 ? refuse(...errors) : columns;
}

/** Rows as `read` gives them; all errors at once. */
function readRows<T>(
  rows: readonly Row[],
  columns: Columns,
  read: (row: Row) => T | Message,
): (T & { readonly people: number; readonly groups?: readonly number[]; readonly landUse?: string })[] {
  const errors: LoadError[] = [];
  const found = rows.flatMap((row, index) => {
    const people = readPeople(row[columns.people]);
    const place = read(row);
    const groups = columns.groups.map((column) => readGroup(row[column]));
    const wrong = [people, place, ...groups].filter(isMessage);
    errors.push(...wrong.map((message) => ({ feature: index + 1, ...message })));
    if (wrong.length > 0) return [];
    const landUse = row[columns.landUse] ?? '';
    return [
      {
        ...(place as T),
        people: people as number,
        ...(groups.length === 0 ? {} : { groups: groups as number[] }),
        ...(landUse === '' ? {} : { landUse }),
      },
    ];
  });
  return errors.length > 0 ? refuse(...errors) : found;
}

function readPoints(rows: readonly Row[], columns: Columns, notes: readonly Message[]): PeopleSource {
  const points = readRows<{ readonly lon: number; readonly lat: number }>(rows, columns, (row) => {
    const [lon, lat] = [columns.lon, columns.lat].map((column) => parseNumber(row[column] ?? ''));
    const [error] = geometryErrors({ type: 'Point', coordinates: [lon, lat] }, 'Point');
    return error ?? { lon: lon as number, lat: lat as number };
  });
  return { points, areas: [], cells: null, notes };
}

function readCells(rows: readonly Row[], columns: Columns, notes: readonly Message[]): PeopleSource {
  const list = readRows<{ readonly id: string }>(rows, columns, (row) => {
    const id = (row[columns.h3] ?? '').toLowerCase();
    return isValidCell(id) ? { id } : { message: 'h3-invalid', params: { value: id.slice(0, 60) } };
  });
  const resolutions = [...new Set(list.map(({ id }) => getResolution(id)))].sort((a, b) => a - b);
  const [resolution] = resolutions;
  if (resolution === undefined || resolutions.length > 1)
    return refuseFile({ message: 'h3-mixed', params: { resolutions: resolutions.join(', ') } });
  const repeated = list.length - new Set(list.map(({ id }) => id)).size;
  return {
    points: [],
    areas: [],
    cells: { resolution, list },
    notes: repeated === 0 ? notes : [...notes, { message: 'h3-repeated', params: { count: repeated } }],
  };
}

function isMessage(value: unknown): value is Message {
  return typeof value === 'object' && value !== null && 'message' in value;
}

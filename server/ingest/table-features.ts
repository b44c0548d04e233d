import { foldName } from './aliases.ts';
import { ID_NAMES } from './named-id.ts';
import { bothNotations, decimalOf, readCoordinate } from './numbers.ts';
import type { DecimalNotation, DecimalSign } from './numbers.ts';
import { positionColumns, readPair } from './position-columns.ts';
import type { PositionColumns } from './position-columns.ts';
import { unnamedColumn } from './table/header.ts';
import { FAULTS_COLUMN } from './types.ts';
import type { Datum, LoadError, Message, SourceFeature, SourceFile, Table, UsedColumn } from './types.ts';
import { emptyWkt, parseWkt } from './wkt.ts';

export interface TableOptions {
  /** Column that holds the ids; null: the one that is called so. */
  readonly idAttribute: string | null;
  /** Columns of the coordinates; null: those that are called so. */
  readonly lon?: string | null;
  readonly lat?: string | null;
  /** Features without an id get one later. */
  readonly idsFromContent?: boolean;
  /** The decimal sign that somebody has named. */
  readonly decimal?: DecimalSign | null;
}

const ID = new Set(ID_NAMES.map(foldName));

/** Facts of a table that its rows alone do not tell. */
export interface TableFacts {
  readonly header: readonly string[];
  readonly used: readonly UsedColumn[];
  /** What its coordinates show of the decimal sign. */
  readonly decimal: DecimalNotation;
  /** The datum that the names of its columns of coordinates say. */
  readonly namedDatum: Datum | null;
  /** What stands between its fields, where it is a text. */
  readonly delimiter?: string;
}

export interface TableRows extends TableFacts {
  /** Names of the properties that a row may have. */
  readonly properties: readonly string[];
  read(row: readonly string[], number: number, errors: LoadError[]): SourceFeature;
}

/** How rows of a table are read, by its header and its first rows; or what keeps them from being read. */
export function tableRows(table: Table, options: TableOptions): TableRows | { readonly error: Message } {
  const { header, body, delimiter } = table;
  const place = positionColumns(header, body, { lon: options.lon ?? null, lat: options.lat ?? null });
  if ('message' in place) return { error: place };
  const id = idColumn(header, options.idAttribute);
  if (id < 0 && options.idAttribute !== null)
    return { error: { message: 'no-column', params: { column: options.idAttribute, columns: header.join(', ') } } };
  if (id < 0 && options.idsFromContent !== true) return { error: { message: 'no-id-column' } };
  const shown = decimalOfPlaces(table, place);
  // What somebody says is about what the file leaves open: coordinates may have points where other numbers have commas.
  const decimal = shown === null || shown === 'mixed' ? (options.decimal ?? shown) : shown;
  // The columns of the geometry are used up; a column named by --id stays an attribute where the layer has it.
  const taken = [...placeColumns(place), ...(options.idAttribute === null ? [id] : [])];
  const kept = header.flatMap((name, index) =>
    taken.includes(index) || name === FAULTS_COLUMN
      ? []
      : [{ name: name === '' ? unnamedColumn(index) : name, index, isNamed: name !== '' }],
  );
  const name = (column: number): string => header[column] ?? '';
  const used: UsedColumn[] = placeColumns(place).map((column) => ({ column: name(column), as: 'used-position' }));
  if (id >= 0) used.push({ column: name(id), as: 'used-id' });
  return {
    header,
    used,
    decimal,
    namedDatum: place.kind === 'shape' ? null : place.datum,
    ...(delimiter === undefined ? {} : { delimiter }),
    properties: kept.map((each) => each.name),
    read: (row, number, errors) => {
      const text = row[id] ?? '';
      const properties = kept.flatMap(({ name: key, index, isNamed }) => {
        const cell = row[index] ?? '';
        // Spreadsheets leave columns in which nothing is, not even a name.
        return isNamed || cell !== '' ? [[key, cell] as const] : [];
      });
      return {
        number,
        id: text === '' ? null : text,
        geometry: readPlace(row, number, place, decimal, errors),
        properties: Object.fromEntries(properties),
        text: true,
      };
    },
  };
}

/** The rows of a table with a header as features. What keeps one from being read is in the result. */
export function featuresOfTable(table: Table, options: TableOptions): SourceFile {
  const rows = tableRows(table, options);
  if ('error' in rows) return { features: [], notes: [], errors: [{ feature: 0, ...rows.error }] };
  const errors: LoadError[] = [];
  const features = table.body.map((row, index) => rows.read(row, index + 1, errors));
  return { features, errors, notes: [], ...factsOf(rows, table.body) };
}

/** What a file says that is a table. */
export function factsOf(
  { header, used, decimal, namedDatum, delimiter }: TableFacts,
  body: Table['body'],
): Pick<SourceFile, 'decimal' | 'used' | 'namedDatum' | 'table'> {
  return {
    decimal,
    used,
    table: { header, body, ...(delimiter === undefined ? {} : { delimiter }) },
    ...(namedDatum === null ? {} : { namedDatum }),
  };
}

function idColumn(header: readonly string[], idAttribute: string | null): number {
  return idAttribute === null ? header.findIndex((name) => ID.has(foldName(name))) : header.indexOf(idAttribute);
}

function placeColumns(place: PositionColumns): number[] {
  return place.kind === 'two' ? [place.lon, place.lat] : [place.column];
}

/** Coordinates show the decimal sign best, as nearly all of them have one. */
function decimalOfPlaces({ body, delimiter = ',' }: Table, place: PositionColumns): DecimalNotation {
  if (place.kind !== 'two') return null;
  const cells = (column: number): string[] => body.map((row) => row[column] ?? '');
  const [lon, lat] = [cells(place.lon), cells(place.lat)];
  const found = bothNotations(decimalOf(lon), decimalOf(lat));
  // `120,384` may separate thousands, but not where a file takes care that commas separate nothing else.
  const hasComma = found === null && delimiter !== ',' && [...lon, ...lat].some((cell) => cell.includes(','));
  return hasComma ? 'comma' : found;
}

function readPlace(
  row: readonly string[],
  feature: number,
  place: PositionColumns,
  decimal: DecimalNotation,
  errors: LoadError[],
): unknown {
  const cell = (column: number): string => row[column] ?? '';
  if (place.kind === 'two') {
    const [lon, lat] = [cell(place.lon), cell(place.lat)];
    if (lon === '' && lat === '') return null;
    // A text that is no number is left to the check of geometries, which refuses it.
    return { type: 'Point', coordinates: [readCoordinate(lon, decimal) ?? lon, readCoordinate(lat, decimal) ?? lat] };
  }
  const text = cell(place.column);
  if (text === '') return null;
  if (place.kind === 'pair') {
    const pair = readPair(text);
    if (pair !== null) return { type: 'Point', coordinates: place.latFirst ? [pair[1], pair[0]] : pair };
    return { type: 'Point', coordinates: [text, ''] };
  }
  const geometry = text.startsWith('{') ? parseShape(text) : (parseWkt(text) ?? emptyWkt(text));
  if (geometry === null) errors.push({ feature, message: 'wkt-malformed', params: { value: text.slice(0, 60) } });
  // An error was told already; undefined asks the check of geometries to say nothing more.
  return geometry ?? undefined;
}

/** A geometry as GeoJSON, as portals write it into a column. */
function parseShape(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

/** Comma-separated values (RFC 4180), with the source and the licence on every row, as rows get copied elsewhere. */
import { BYTE_ORDER_MARK, csvField, notRun } from '../../tiles/csv.ts';
import type { FeatureRow } from '../layers/source.ts';
import { ownName } from './column-names.ts';
import { Columns, textOf, Unwritable, type FileDescription, type Pages, type Value } from './description.ts';
import { readShape, wktOf } from './shape.ts';
import { textPieces } from './text-pieces.ts';

export interface CsvOptions {
  /** Begins with the mark that spreadsheets need to read Chinese. */
  readonly hasMark: boolean;
  /** Texts that a spreadsheet would run get an apostrophe before them. */
  readonly isGuarded: boolean;
  /** `position`: two columns, of several points the first. `wkt`: whole geometries, with heights. */
  readonly geometry: 'position' | 'wkt';
  /** Titles of the columns in place of their names. */
  readonly hasTitles: boolean;
}

/** Throws `Unwritable` for positions of lines and areas. */
export function writeCsv(
  description: FileDescription,
  pages: Pages,
  options: CsvOptions,
): AsyncGenerator<Buffer, void> {
  const { layer, crs, source, licence } = description;
  if (options.geometry === 'position' && layer.geometry !== 'Point') throw new Unwritable('geometry', { id: layer.id });
  const columns = new Columns(description);
  // Spreadsheets and databases take `Lon` and `lon` for one.
  const taken = new Set(columns.list.map(({ name }) => name.toLowerCase()));
  const place = options.geometry === 'wkt' ? ['wkt'] : crs.isDegrees ? ['lon', 'lat'] : ['x', 'y'];
  const header = [
    ...columns.list.map(({ name, title }) => (options.hasTitles ? title : name)),
    ...[...place, 'source', 'licence'].map((name) => ownName(name, taken)),
  ];
  const field = (text: string): string => csvField(options.isGuarded ? notRun(text) : text);
  const end = `,${field(source)},${field(licence)}\r\n`;
  const text = (row: FeatureRow): string => {
    const cells = columns.values(row).map((value) => cellOf(value, field));
    return `${cells.join(',')},${placeOf(row, options.geometry)}${end}`;
  };
  const head = `${options.hasMark ? BYTE_ORDER_MARK : ''}${header.map(field).join(',')}\r\n`;
  return textPieces(pages, { head, text, end: '' });
}

function cellOf(value: Value, field: (text: string) => string): string {
  if (value === null) return '';
  // A spreadsheet takes `-1` for a number, so that numbers need no guard.
  return typeof value === 'string' ? field(value) : (textOf(value) ?? '');
}

function placeOf({ geometry }: FeatureRow, form: CsvOptions['geometry']): string {
  const shape = readShape(geometry);
  if (form === 'wkt') return csvField(wktOf(shape));
  let first = shape;
  while ('members' in first && first.members[0] !== undefined) first = first.members[0];
  const [x = '', y = ''] = 'positions' in first ? first.positions : [];
  return `${String(x)},${String(y)}`;
}

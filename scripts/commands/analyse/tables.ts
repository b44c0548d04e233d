/** Reads the files that a study refers to. */
import { extname } from 'node:path';
import { coordinateColumns } from '../../../server/ingest/position-columns.ts';
import { readTable } from '../../../server/ingest/read-csv.ts';
import { readText } from '../../../server/ingest/read-file.ts';
import { loadMessage } from '../../../server/ingest/messages.ts';
import { parseNumber } from '../../../server/platform/text/numbers.ts';
import type { DemandPoint, GivenMatrix, GivenNetwork } from '../../../tiles/api/study.ts';
import { language } from '../../cli/console.ts';
import { AnalyseError } from './error.ts';
import { readParquetFeatures } from './parquet-features.ts';

/** A column of people of a group: `people.school-age`. */
const GROUP_COLUMN = 'people.';

/** A row of a table or the properties of a point: what belongs to a place. */
export type PointRow = Partial<Omit<DemandPoint, 'people'>> & {
  readonly people?: number;
  readonly capacity?: number;
  readonly cost?: number;
  readonly value?: number;
};

const NUMBERS = ['people', 'areaM2', 'capacity', 'cost', 'value', 'lon', 'lat'] as const;
/** `street` is what a study called a subdistrict before 0.5.0; its check renames it. */
const TEXTS = ['id', 'node', 'district', 'subdistrict', 'street', 'landUse'] as const;

interface NamedTable {
  readonly file: string;
  readonly header: readonly string[];
  readonly body: readonly (readonly string[])[];
}

export async function readTextFile(file: string): Promise<string> {
  const read = await readText(file);
  if ('error' in read)
    throw new AnalyseError('unreadable', {
      file,
      reason: loadMessage(language, read.error.message, read.error.params ?? {}),
    });
  return read.text;
}

async function tableOf(file: string): Promise<NamedTable> {
  const table = readTable(await readTextFile(file));
  if ('error' in table)
    throw new AnalyseError('not-table', {
      file,
      reason: loadMessage(language, table.error.message, table.error.params ?? {}),
    });
  return { file, ...table };
}

export async function readJsonFile(file: string): Promise<unknown> {
  const text = await readTextFile(file);
  try {
    return JSON.parse(text);
  } catch {
    const { parseJsonBytes, JsonSyntaxError } = await import('../../../server/platform/text/json-text.ts');
    try {
      return parseJsonBytes(new TextEncoder().encode(text));
    } catch (error) {
      if (!(error instanceof JsonSyntaxError)) throw error;
      throw new AnalyseError('not-json', { file, line: error.line, column: error.column });
    }
  }
}

/**
 * Points with a header of `id, lon, lat, node, people, areaM2, capacity, cost, value, district, subdistrict, landUse`,
 * any of them; or GeoJSON or GeoParquet of points.
 */
export async function readPoints(file: string): Promise<readonly PointRow[]> {
  switch (extname(file).toLowerCase()) {
    case '.csv':
      return pointRows(await tableOf(file));
    case '.geojson':
      return geoJsonPoints(file, await readJsonFile(file));
    case '.parquet':
      return geoJsonPoints(file, await readParquetFeatures(file));
    case '.json': {
      const value = await readJsonFile(file);
      if (isRecord(value) && value.type === 'FeatureCollection') return geoJsonPoints(file, value);
      const points = isRecord(value) ? value.points : value;
      // Checked with the study, where its errors get their places.
      return (Array.isArray(points) ? points : [points]) as readonly PointRow[];
    }
    default:
      throw new AnalyseError('file-type', { file, what: 'points', types: '.csv, .geojson, .parquet, .json' });
  }
}

/** Points, or areas with a geometry each: GeoJSON and GeoParquet may hold either. */
export type Places =
  | { readonly points: readonly PointRow[] }
  | { readonly areas: readonly (Omit<PointRow, 'lon' | 'lat'> & { readonly geometry: unknown })[] };

/** As `readPoints`; of GeoJSON and GeoParquet also polygons, all of them or none. */
export async function readPlaces(file: string): Promise<Places> {
  const end = extname(file).toLowerCase();
  if (end !== '.geojson' && end !== '.parquet') return { points: await readPoints(file) };
  const value = end === '.parquet' ? await readParquetFeatures(file) : await readJsonFile(file);
  const features = featuresOf(value);
  const areas = features.filter(({ geometry }) => isPolygon(geometry));
  if (areas.length === 0) return { points: geoJsonPoints(file, value) };
  const other = features.findIndex(({ geometry }) => !isPolygon(geometry));
  if (other >= 0) throw new AnalyseError('not-places', { file, feature: other + 1 });
  return { areas: areas.map((feature) => ({ ...propertiesOf(feature), geometry: feature.geometry })) };
}

function isPolygon(geometry: unknown): boolean {
  return isRecord(geometry) && (geometry.type === 'Polygon' || geometry.type === 'MultiPolygon');
}

function featuresOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  const features = isRecord(value) && Array.isArray(value.features) ? (value.features as readonly unknown[]) : [];
  return features.map((feature) => (isRecord(feature) ? feature : {}));
}

/** What belongs to a place, of a feature of GeoJSON. */
function propertiesOf({ properties, id }: Readonly<Record<string, unknown>>): PointRow {
  const known = Object.entries(isRecord(properties) ? properties : {}).filter(
    ([name, each]) => [...NUMBERS, ...TEXTS].some((one) => one === name) && each !== null,
  );
  const groups = Object.entries(isRecord(properties) ? properties : {}).filter(
    ([name, each]) => isGroup(name) && each !== null,
  );
  return {
    ...(typeof id === 'string' || typeof id === 'number' ? { id } : {}),
    ...Object.fromEntries(known),
    // Checked with the study, where its errors get their places.
    ...groupsOf(groups as [string, number][]),
  };
}

function isGroup(name: string): boolean {
  return name.startsWith(GROUP_COLUMN) && name.length > GROUP_COLUMN.length;
}

function groupsOf(columns: readonly (readonly [name: string, people: number])[]): Pick<PointRow, 'groups'> {
  if (columns.length === 0) return {};
  return { groups: Object.fromEntries(columns.map(([name, people]) => [name.slice(GROUP_COLUMN.length), people])) };
}

function pointRows({ file, header, body }: NamedTable): PointRow[] {
  const place = coordinateColumns(header);
  const columns = header.map((name, index) => (index === place.lon ? 'lon' : index === place.lat ? 'lat' : name));
  return body.map((row, index) => {
    const groups: [string, number][] = [];
    const fields = columns.flatMap((name, column): [string, string | number][] => {
      const text = row[column] ?? '';
      if (text === '') return [];
      if (TEXTS.some((each) => each === name)) return [[name, text]];
      const number = (): number => numberOf(text, { file, name, row: index + 2 });
      if (isGroup(name)) groups.push([name, number()]);
      return NUMBERS.some((each) => each === name) ? [[name, number()]] : [];
    });
    return { ...Object.fromEntries(fields), ...groupsOf(groups) };
  });
}

function geoJsonPoints(file: string, value: unknown): PointRow[] {
  return featuresOf(value).map((feature) => {
    const { geometry } = feature;
    const coordinates =
      isRecord(geometry) && geometry.type === 'Point' && Array.isArray(geometry.coordinates)
        ? (geometry.coordinates as readonly unknown[])
        : null;
    if (coordinates === null) throw new AnalyseError('not-points', { file });
    return { ...propertiesOf(feature), lon: Number(coordinates[0]), lat: Number(coordinates[1]) };
  });
}

/**
 * Edges with a header of `from, to, cost` and `oneWay` where any is; nodes are those of the edges, with places where
 * `nodes` (id, lon, lat) has them.
 */
export async function readEdges(
  file: string,
  nodesFile: string | null,
  costUnit: string | undefined,
): Promise<GivenNetwork> {
  const table = await tableOf(file);
  const [from, to, cost] = ['from', 'to', 'cost'].map((name) => columnOf(table, name)) as [number, number, number];
  const oneWay = table.header.findIndex((name) => name.toLowerCase() === 'oneway');
  const edges = table.body.map((row, index) => ({
    from: row[from] ?? '',
    to: row[to] ?? '',
    cost: numberOf(row[cost] ?? '', { file, name: 'cost', row: index + 2 }),
    ...(isYes(row[oneWay]) ? { oneWay: true } : {}),
  }));
  const places = nodesFile === null ? [] : await readPoints(nodesFile);
  const nodes = new Map(
    places.map(({ id = '', lon, lat }) => [
      String(id),
      { id: String(id), ...(lon === undefined ? {} : { lon }), ...(lat === undefined ? {} : { lat }) },
    ]),
  );
  for (const { from: a, to: b } of edges) for (const id of [a, b]) if (!nodes.has(id)) nodes.set(id, { id });
  return { nodes: [...nodes.values()], edges, ...(costUnit === undefined ? {} : { costUnit }) };
}

/**
 * Rows of costs, by demand; an empty cell has no way. A first row of names is left out, and with it a first column of
 * them.
 */
export async function readMatrix(file: string, costUnit: string | undefined): Promise<GivenMatrix> {
  if (extname(file).toLowerCase() !== '.csv') {
    const value = await readJsonFile(file);
    return {
      ...(isRecord(value) ? value : { costs: value }),
      ...(costUnit === undefined ? {} : { costUnit }),
    } as unknown as GivenMatrix;
  }
  const { header, body } = await tableOf(file);
  const hasHeader = header.some((cell) => cell !== '' && parseNumber(cell) === null);
  const hasNames = hasHeader && parseNumber(header[0] ?? '') === null;
  const rows = hasHeader ? body : [header, ...body];
  const costs = rows.map((row, index) =>
    row
      .slice(hasNames ? 1 : 0)
      .map((cell) => (cell === '' ? null : numberOf(cell, { file, name: 'cost', row: index + (hasHeader ? 2 : 1) }))),
  );
  return { costs, ...(costUnit === undefined ? {} : { costUnit }) };
}

/** Neighbours with a header of `from, to, weight`. */
export async function readNeighbours(file: string): Promise<readonly (readonly number[])[]> {
  const table = await tableOf(file);
  const columns = ['from', 'to', 'weight'].map((name) => ({ name, column: columnOf(table, name) }));
  return table.body.map((row, index) =>
    columns.map(({ name, column }) => numberOf(row[column] ?? '', { file, name, row: index + 2 })),
  );
}

function columnOf({ file, header }: NamedTable, name: string): number {
  const column = header.findIndex((each) => each.toLowerCase() === name);
  if (column < 0) throw new AnalyseError('no-column', { file, name, columns: header.join(', ') });
  return column;
}

function numberOf(text: string, place: { readonly file: string; readonly name: string; readonly row: number }): number {
  const value = parseNumber(text);
  if (value === null) throw new AnalyseError('not-a-number', { ...place, value: text });
  return value;
}

function isYes(text: string | undefined): boolean {
  return ['1', 'true', 'yes', '是'].includes((text ?? '').toLowerCase());
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Results as Parquet, which DuckDB, Spark and their like go on from; GeoParquet where the rows have places. */
import type { SchemaElement } from 'hyparquet-writer';
import { distinctNames } from '../../../server/formats/column-names.ts';
import { GeometryColumn } from '../../../server/formats/geometry-column.ts';
import { plainText } from '../../../server/platform/text/plain-text.ts';
import type { StudyResult } from '../../../tiles/api/result.ts';
import {
  columnsOf,
  fileName,
  hasPlace,
  isRows,
  linesOf,
  resultTables,
  type ResultTable,
  type Row,
  type Written,
} from './result-tables.ts';
import type { OutputFile } from './write.ts';

/** A reader has one row group in memory, or skips it by the boxes. */
const GROUP_ROWS = 65_536;

interface PlacedTable extends ResultTable {
  /** By row, as GeoJSON. */
  readonly geometries: readonly unknown[];
}

type ParquetWritten = Written & Partial<Pick<StudyResult, 'key' | 'costUnit'>>;

/**
 * The tables of `csvFiles`, lines to the facilities, and streets within reach. A row has the outline or the place of
 * what it is about; where it says no more than the id of a demand, the outline that the study's `cells` have.
 */
export async function parquetFiles(result: ParquetWritten): Promise<OutputFile[]> {
  // Only a study that asks for it loads it.
  const { ByteWriter, geojsonToWkb, ParquetWriter } = await import('hyparquet-writer');
  const facts = factsOf(result);
  const files: OutputFile[] = [];
  for (const { name, rows, geometries } of placedTables(result)) {
    const columns = columnsOf(rows).map((column) => columnOf(column, rows));
    const names = distinctNames(columns.map(({ name: column }) => column));
    const taken = new Set(names.map((column) => column.toLowerCase()));
    const isPlaced = geometries.some((geometry) => geometry !== null);
    const places = isPlaced ? new GeometryColumn({ taken, crs: null }) : null;
    const out = new ByteWriter();
    const writer = new ParquetWriter({
      writer: out,
      schema: [
        { name: 'schema', num_children: columns.length + (places === null ? 0 : 2) },
        ...(places?.schema ?? []),
        ...columns.map(
          ({ element }, nth): SchemaElement => ({ name: names[nth] ?? '', ...element, repetition_type: 'OPTIONAL' }),
        ),
      ],
      createdBy: 'chengtu',
    });
    for (let start = 0; start < rows.length; start += GROUP_ROWS) {
      const end = Math.min(start + GROUP_ROWS, rows.length);
      for (const geometry of places === null ? [] : geometries.slice(start, end))
        places?.add(geometry === null ? null : geojsonToWkb(geometry as Parameters<typeof geojsonToWkb>[0]).slice());
      await writer.write({
        columnData: [
          ...(places?.take() ?? []),
          ...columns.map(({ values }, nth) => ({ name: names[nth] ?? '', data: values.slice(start, end) })),
        ],
        rowGroupSize: end - start,
      });
    }
    writer.kvMetadata = [...(places === null ? [] : [places.metadata()]), ...facts];
    await writer.finish();
    files.push({ name: `${name}.parquet`, text: out.getBytes() });
  }
  return files;
}

/** What the rows come of, beside them in the file. */
function factsOf({ key, costUnit, demand }: ParquetWritten): { readonly key: string; readonly value: string }[] {
  const facts = { study: key, costUnit, provenance: demand?.provenance, source: demand?.source.en };
  return Object.entries(facts).flatMap(([name, value]) => (value === undefined ? [] : [{ key: name, value }]));
}

function placedTables(result: ParquetWritten): PlacedTable[] {
  const outlines = outlinesOf(result);
  const tables = resultTables(result).map((table): PlacedTable => {
    const { rows, items } = table;
    return {
      ...table,
      geometries: rows.map((row, nth) => geometryOf(items?.[nth] ?? row) ?? outlines.get(row.demand) ?? null),
    };
  });
  const known = tables.filter(({ rows }) => rows.length > 0);
  return [...known, ...result.results.flatMap((each, nth) => linesBeside(each, fileName(each, nth), result))];
}

/** An outline, the ground within reach, or a place. */
function geometryOf(item: Row): unknown {
  for (const geometry of [item.geometry, item.area]) if (isGeometry(geometry)) return geometry;
  return hasPlace(item) ? { type: 'Point', coordinates: [item.lon, item.lat] } : null;
}

function isGeometry(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'coordinates' in value;
}

function outlinesOf({ results }: Written): ReadonlyMap<unknown, unknown> {
  return new Map(
    results.flatMap((result) =>
      result.kind === 'cells' ? result.cells.map((cell) => [cell.id, geometryOf(cell)]) : [],
    ),
  );
}

/** Lines that belong to rows which have another geometry in the table. */
function linesBeside(result: Written['results'][number], name: string, { facilities }: Written): PlacedTable[] {
  if (result.kind === 'isochrones') {
    const rows = result.features.map(({ area: _, edges: __, ...properties }) => properties);
    return [{ name: `${name}-streets`, rows, geometries: result.features.map(({ edges }) => edges) }];
  }
  if (!('allocation' in result) || !isRows(result.allocation)) return [];
  const lines = linesOf(result.allocation.filter(hasPlace), facilities);
  if (lines.length === 0) return [];
  return [
    {
      name: `${name}-lines`,
      rows: lines.map(({ properties }) => properties),
      geometries: lines.map(({ geometry }) => geometry),
    },
  ];
}

interface Column {
  readonly name: string;
  readonly element: Omit<SchemaElement, 'name'>;
  readonly values: readonly unknown[];
}

/** A column holds numbers, truth values or texts; what is missing is null. */
function columnOf(name: string, rows: readonly Row[]): Column {
  const values = rows.map((row) => row[name] ?? null);
  const known = values.filter((value) => value !== null);
  if (known.length > 0 && known.every((value) => typeof value === 'number'))
    return { name, element: { type: 'DOUBLE' }, values };
  if (known.length > 0 && known.every((value) => typeof value === 'boolean'))
    return { name, element: { type: 'BOOLEAN' }, values };
  return {
    name,
    element: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
    values: values.map((value) => (value === null ? null : plainText(value))),
  };
}

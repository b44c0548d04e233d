/** GeoParquet 1.1: geometries as well-known binary, a box beside each that readers skip row groups by. */
import type { SchemaElement } from 'hyparquet-writer';
import { distinctNames, freeName } from './column-names.ts';
import {
  Columns,
  doubleOf,
  flagOf,
  momentOf,
  textOf,
  wholeOf,
  type ColumnKind,
  type FileColumn,
  type FileDescription,
  type Pages,
  type Value,
} from './description.ts';
import { factsOf } from './facts.ts';
import { boxOf, hasHeights, isoWkb, join, NO_BOX, readShape, type Box } from './shape.ts';
import { inParts } from './temporary.ts';

/** A row group ends at so many rows, or bytes of geometry and text: it is in memory as a whole. */
const GROUP = { rows: 8192, bytes: 8 << 20 } as const;

const ELEMENTS: Readonly<Record<ColumnKind, Omit<SchemaElement, 'name'>>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  integer: { type: 'INT64' },
  number: { type: 'DOUBLE' },
  boolean: { type: 'BOOLEAN' },
  date: { type: 'INT32', converted_type: 'DATE' },
  time: {
    type: 'INT64',
    converted_type: 'TIMESTAMP_MICROS',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' },
  },
};

const EDGES = ['xmin', 'ymin', 'xmax', 'ymax'] as const;
const DAY_US = 86_400_000_000n;

interface RowGroup {
  readonly geometries: Uint8Array[];
  readonly boxes: (Readonly<Record<(typeof EDGES)[number], number>> | null)[];
  readonly columns: unknown[][];
  bytes: number;
}

export async function* writeGeoParquet(description: FileDescription, pages: Pages): AsyncGenerator<Uint8Array, void> {
  // Only who writes such a file loads the library.
  const { ByteWriter, ParquetWriter } = await import('hyparquet-writer');
  const columns = new Columns(description);
  const names = distinctNames(columns.list.map(({ name }) => name));
  const taken = new Set(names.map((name) => name.toLowerCase()));
  const [geometryName, boxName] = [freeName('geometry', taken), freeName('bbox', taken)];
  const out = new ByteWriter();
  const writer = new ParquetWriter({
    writer: out,
    schema: schemaOf(columns.list, names, geometryName, boxName),
    createdBy: `chengtu ${description.version}`,
  });
  const written = (): Uint8Array => {
    const bytes = out.getBytes().slice();
    out.index = 0;
    return bytes;
  };
  const types = new Set<string>();
  let around = NO_BOX;
  let group = newGroup(columns.list.length);
  const writeGroup = async (): Promise<void> => {
    await writer.write({
      columnData: [
        // Every geometry is another one, and their bytes have no order.
        { name: geometryName, data: group.geometries, encoding: 'PLAIN', statistics: false },
        { name: boxName, data: group.boxes },
        ...names.map((name, nth) => ({ name, data: group.columns[nth] ?? [] })),
      ],
      rowGroupSize: group.geometries.length,
    });
    group = newGroup(columns.list.length);
  };
  for await (const rows of inParts(pages)) {
    for (const row of rows) {
      const shape = readShape(row.geometry);
      const box = boxOf(shape);
      const geometry = isoWkb(row.geometry);
      types.add(`${shape.type}${hasHeights(shape) ? ' Z' : ''}`);
      around = join(around, box);
      group.geometries.push(geometry);
      group.boxes.push(box[0] > box[2] ? null : { xmin: box[0], ymin: box[1], xmax: box[2], ymax: box[3] });
      group.bytes += geometry.length + row.attributes.length;
      for (const [nth, value] of columns.values(row).entries()) {
        const column = columns.list[nth];
        if (column !== undefined) group.columns[nth]?.push(cellOf(value, column, row.id, description.layer.timeZone));
      }
    }
    if (group.geometries.length < GROUP.rows && group.bytes < GROUP.bytes) continue;
    await writeGroup();
    yield written();
  }
  if (group.geometries.length > 0) await writeGroup();
  writer.kvMetadata = metadataOf(description, { around, types: [...types].toSorted(), geometryName, boxName });
  await writer.finish();
  yield written();
}

function newGroup(columns: number): RowGroup {
  return { geometries: [], boxes: [], columns: Array.from({ length: columns }, () => []), bytes: 0 };
}

function schemaOf(
  columns: readonly FileColumn[],
  names: readonly string[],
  geometryName: string,
  boxName: string,
): SchemaElement[] {
  return [
    { name: 'schema', num_children: columns.length + 2 },
    { name: geometryName, type: 'BYTE_ARRAY', repetition_type: 'REQUIRED' },
    { name: boxName, repetition_type: 'OPTIONAL', num_children: EDGES.length },
    ...EDGES.map((name): SchemaElement => ({ name, type: 'DOUBLE', repetition_type: 'REQUIRED' })),
    ...columns.map(
      ({ kind }, nth): SchemaElement => ({ name: names[nth] ?? '', ...ELEMENTS[kind], repetition_type: 'OPTIONAL' }),
    ),
  ];
}

function cellOf(value: Value, column: FileColumn, id: string, timeZone: string | undefined): unknown {
  switch (column.kind) {
    case 'integer': {
      const whole = wholeOf(value, column, id);
      return whole === null ? null : BigInt(whole);
    }
    case 'number':
      return doubleOf(value, column, id);
    case 'boolean':
      return flagOf(value, column, id);
    case 'date': {
      const moment = momentOf(value, column, timeZone);
      return moment === null ? null : Number(moment / DAY_US);
    }
    case 'time':
      return momentOf(value, column, timeZone);
    case 'text':
      return textOf(value);
  }
}

interface Written {
  readonly around: Box;
  readonly types: readonly string[];
  readonly geometryName: string;
  readonly boxName: string;
}

function metadataOf(
  description: FileDescription,
  { around, types, geometryName, boxName }: Written,
): { key: string; value: string }[] {
  const { projJson } = description.crs;
  const geometry = {
    encoding: 'WKB',
    geometry_types: types,
    ...(projJson === null ? {} : { crs: projJson }),
    ...(around[0] > around[2] ? {} : { bbox: around }),
    covering: { bbox: Object.fromEntries(EDGES.map((edge) => [edge, [boxName, edge]])) },
  };
  const geo = { version: '1.1.0', primary_column: geometryName, columns: { [geometryName]: geometry } };
  const facts = Object.entries(factsOf(description)).filter((fact): fact is [string, string] => fact[1] !== null);
  return [{ key: 'geo', value: JSON.stringify(geo) }, ...facts.map(([key, value]) => ({ key, value }))];
}

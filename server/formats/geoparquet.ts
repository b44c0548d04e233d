/** GeoParquet 1.1, in row groups, written as the rows come. */
import type { SchemaElement } from 'hyparquet-writer';
import { distinctNames } from './column-names.ts';
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
import { withTypedGroups } from './empty-parquet.ts';
import { factsOf } from './facts.ts';
import { GeometryColumn } from './geometry-column.ts';
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

const DAY_US = 86_400_000_000n;

export async function* writeGeoParquet(description: FileDescription, pages: Pages): AsyncGenerator<Uint8Array, void> {
  // Only who writes such a file loads the library.
  const { ByteWriter, ParquetWriter } = await import('hyparquet-writer');
  const columns = new Columns(description);
  const names = distinctNames(columns.list.map(({ name }) => name));
  const taken = new Set(names.map((name) => name.toLowerCase()));
  const geometries = new GeometryColumn({ taken, crs: description.crs.projJson });
  const out = new ByteWriter();
  const writer = new ParquetWriter({
    writer: out,
    schema: [
      { name: 'schema', num_children: columns.list.length + 2 },
      ...geometries.schema,
      ...columns.list.map(
        ({ kind }, nth): SchemaElement => ({ name: names[nth] ?? '', ...ELEMENTS[kind], repetition_type: 'OPTIONAL' }),
      ),
    ],
    createdBy: `chengtu ${description.version}`,
  });
  const written = (): Uint8Array => {
    const bytes = out.getBytes().slice();
    out.index = 0;
    return bytes;
  };
  let hasRows = false;
  let group = newGroup(columns.list.length);
  const writeGroup = async (): Promise<void> => {
    await writer.write({
      columnData: [...geometries.take(), ...names.map((name, nth) => ({ name, data: group.columns[nth] ?? [] }))],
      rowGroupSize: group.rows,
    });
    group = newGroup(columns.list.length);
    hasRows = true;
  };
  for await (const rows of inParts(pages)) {
    for (const row of rows) {
      group.rows += 1;
      group.bytes += geometries.add(row.geometry) + row.attributes.length;
      for (const [nth, value] of columns.values(row).entries()) {
        const column = columns.list[nth];
        if (column !== undefined) group.columns[nth]?.push(cellOf(value, column, row.id, description.layer.timeZone));
      }
    }
    if (group.rows < GROUP.rows && group.bytes < GROUP.bytes) continue;
    await writeGroup();
    yield written();
  }
  if (group.rows > 0) await writeGroup();
  const facts = Object.entries(factsOf(description)).filter((fact): fact is [string, string] => fact[1] !== null);
  writer.kvMetadata = [geometries.metadata(), ...facts.map(([key, value]) => ({ key, value }))];
  await writer.finish();
  yield hasRows ? written() : withTypedGroups(written());
}

interface RowGroup {
  rows: number;
  bytes: number;
  readonly columns: unknown[][];
}

function newGroup(columns: number): RowGroup {
  return { rows: 0, bytes: 0, columns: Array.from({ length: columns }, () => []) };
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

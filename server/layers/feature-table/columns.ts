import type { Attribute, LayerDefinition } from '../../../tiles/layer/layer.ts';
import type { Column, Columns } from '../../../tiles/api/wire.ts';
import { onlyRow, readText } from '../../platform/db/rows.ts';
import { loadSql } from '../../platform/db/sql.ts';
import type { Queryable, QueryOptions } from '../../platform/db/types.ts';

const COLUMNS = loadSql('layers/sql/columns');
const DAY_MS = 86_400_000;

/** A whole layer by column; lines and areas stand at a point on them. `properties` are attributes of the layer. */
export async function readColumns(
  db: Queryable,
  layer: LayerDefinition,
  properties: readonly string[],
  options?: QueryOptions,
): Promise<Columns> {
  const row = onlyRow(await db.query(COLUMNS, [layer.id, properties], options));
  // The statement's head promises this shape.
  const features = JSON.parse(readText(row, 'features')) as readonly (readonly [
    id: string,
    lon: number,
    lat: number,
    values: readonly unknown[],
  ])[];
  const columns = properties.map((property, index) => {
    const values = features.map((feature) => feature[3][index]);
    return [property, makeColumn(layer.attributes[property], values)] as const;
  });
  return {
    layer: layer.id,
    count: features.length,
    ids: features.map(([id]) => id),
    lon: features.map(([, lon]) => lon),
    lat: features.map(([, , lat]) => lat),
    columns: Object.fromEntries(columns),
  };
}

function makeColumn(attribute: Attribute | undefined, values: readonly unknown[]): Column {
  if (attribute?.format === 'date' || attribute?.format === 'date-time')
    return { kind: 'date', data: values.map(toDay) };
  if (attribute?.type === 'integer' || attribute?.type === 'number') {
    return { kind: 'number', data: values.map((value) => (typeof value === 'number' ? value : null)) };
  }
  return makeDictionary(values);
}

function makeDictionary(values: readonly unknown[]): Column {
  const indexes = new Map<string, number>();
  const data = values.map((value) => {
    if (value === null || value === undefined) return -1;
    // Attributes are flat; whatever plain SQL may have nested is shown as it is written.
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    const index = indexes.get(text) ?? indexes.size;
    indexes.set(text, index);
    return index;
  });
  return { kind: 'dictionary', values: [...indexes.keys()], data };
}

function toDay(value: unknown): number | null {
  const time = typeof value === 'string' ? Date.parse(value) : NaN;
  return Number.isNaN(time) ? null : Math.floor(time / DAY_MS);
}

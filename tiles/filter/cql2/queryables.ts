/** What filters of a layer can name. */
import type { LayerDefinition } from '../../layer/layer.ts';

/** An instant is a text in the data: a date, or a date and time. */
export type QueryableType = 'string' | 'number' | 'boolean' | 'instant' | 'geometry';
export type Queryables = ReadonlyMap<string, QueryableType>;

/** The geometry, by its own name and by the one of GeoJSON and of most services. */
export const GEOMETRY_NAMES: readonly string[] = ['geom', 'geometry'];

/** The layer's attributes, and `id`, `provenance` and `geom`. */
export function queryablesOf(layer: Pick<LayerDefinition, 'attributes'>): Queryables {
  const attributes = Object.entries(layer.attributes).map(([name, { type, format }]): [string, QueryableType] => {
    if (format === 'date' || format === 'date-time') return [name, 'instant'];
    return [name, type === 'integer' ? 'number' : type];
  });
  return new Map<string, QueryableType>([
    ['id', 'string'],
    ['provenance', 'string'],
    ...GEOMETRY_NAMES.map((name): [string, QueryableType] => [name, 'geometry']),
    ...attributes,
  ]);
}

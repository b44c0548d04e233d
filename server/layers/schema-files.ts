/** The schemas of a city's files as JSON Schema, for editors. */
import type { TSchema } from 'typebox';
import { LayerFile } from '../../tiles/layer/layer-schema.ts';
import { CityFile } from './city.ts';

/** Files of `data/schemas/` and what stands in them. */
export const CITY_SCHEMAS: ReadonlyMap<string, string> = new Map([
  ['layer.schema.json', fileOf(LayerFile)],
  ['city.schema.json', fileOf(CityFile)],
]);

function fileOf(schema: TSchema): string {
  return `${JSON.stringify({ $schema: 'https://json-schema.org/draft/2020-12/schema', ...schema }, null, 2)}\n`;
}

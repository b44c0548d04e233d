/** The schemas of a city's files as JSON Schema, for editors. */
import { FunctionLayerFile, LayerFile, TableLayerFile } from '../../tiles/layer/layer-schema.ts';
import { HolidaysFile } from '../../tiles/hours/holidays-schema.ts';
import { TravelProfileSchema } from '../../tiles/api/travel-profile.ts';
import { CityFile } from './city.ts';

/** Files of `data/schemas/` and what stands in them. */
export const CITY_SCHEMAS: ReadonlyMap<string, string> = new Map([
  // An editor is told of what is wrong with the kind of file that was meant.
  [
    'layer.schema.json',
    fileOf({
      if: { required: ['table'] },
      then: TableLayerFile,
      else: { if: { required: ['function'] }, then: FunctionLayerFile, else: LayerFile },
    }),
  ],
  ['city.schema.json', fileOf(CityFile)],
  ['profile.schema.json', fileOf(TravelProfileSchema)],
  ['holidays.schema.json', fileOf(HolidaysFile)],
]);

function fileOf(schema: object): string {
  return `${JSON.stringify({ $schema: 'https://json-schema.org/draft/2020-12/schema', ...schema }, null, 2)}\n`;
}

/**
 * `npm run data:schemas`: writes `data/schemas/`, which editors complete a city's files from. A test holds them equal.
 */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { CITY_SCHEMAS } from '../../server/layers/schema-files.ts';

for (const [file, text] of CITY_SCHEMAS) {
  await writeFile(fileURLToPath(new URL(`../../data/schemas/${file}`, import.meta.url)), text);
}

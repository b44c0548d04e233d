/** Public holidays of the country that a city lies in. */
import { fileURLToPath } from 'node:url';
import { CHINA_TIME } from '../../tiles/filter/cql2/time.ts';
import { HolidaysFile } from '../../tiles/hours/holidays-schema.ts';
import type { Holidays } from '../../tiles/hours/index.ts';
import { checkJson, readJson } from './json-file.ts';

const FILE = 'cn.json';

/** Of a country without a file nothing is known: hours that depend on holidays are unknown there. */
export const NO_HOLIDAYS: Holidays = { source: { zh: '无', en: 'None' }, years: {} };

export interface ReadHolidays {
  readonly holidays: Holidays;
  readonly errors: readonly string[];
}

/** China's, where the clocks are China's; errors are sentences that begin with the file's name. */
export async function readHolidays(timeZone: string): Promise<ReadHolidays> {
  if (timeZone !== CHINA_TIME) return { holidays: NO_HOLIDAYS, errors: [] };
  const name = `data/holidays/${FILE}`;
  const file = await readJson(fileURLToPath(new URL(`../../data/holidays/${FILE}`, import.meta.url)), name);
  if (file.errors.length > 0) return { holidays: NO_HOLIDAYS, errors: file.errors };
  const { value, errors } = checkJson(HolidaysFile, file.value, name);
  return { holidays: value ?? NO_HOLIDAYS, errors };
}

/** Speed factors of a CSV file: columns `hour`, `class`, `factor`, and `weekday` where days differ. */
import { STREET_CLASSES } from '../../../../tiles/api/vocabulary.ts';
import { loadMessage, readTable, readText } from '../../../ingest/index.ts';
import { parseNumber } from '../../../platform/text/numbers.ts';
import { AnalysisError } from '../../errors.ts';
import { NETWORK_IMPORT as TEXT } from '../import-messages.ts';
import type { SpeedFactor } from '../speed-factors.ts';

const COLUMNS = ['hour', 'class', 'factor'] as const;
const MOST_FACTOR = 10;

/** Throws `AnalysisError` for the first row that cannot be read, and for a class and hour that come twice. */
export async function readSpeeds(path: string): Promise<SpeedFactor[]> {
  const read = await readText(path);
  const table = 'error' in read ? read : readTable(read.text);
  if ('error' in table) {
    const reason = (lang: 'zh' | 'en'): string => loadMessage(lang, table.error.message, table.error.params ?? {});
    throw new AnalysisError('network-file', TEXT.file, { file: path, reason: { zh: reason('zh'), en: reason('en') } });
  }
  const header = table.header.map((name) => name.trim().toLowerCase());
  const missing = COLUMNS.filter((name) => !header.includes(name));
  if (missing.length > 0 || table.body.length === 0)
    throw new AnalysisError('speeds-columns', TEXT['speeds-columns'], { columns: table.header.join(', ') });
  const hasDays = header.includes('weekday');
  const seen = new Map<string, number>();
  return table.body.map((cells, index) => {
    const cell = (name: string): string => cells[header.indexOf(name)]?.trim() ?? '';
    const row = index + 1;
    const name = cell('class');
    const key = `${name} ${hasDays ? cell('weekday') : ''} ${cell('hour')}`;
    const first = seen.get(key);
    if (first !== undefined) throw new AnalysisError('speeds-twice', TEXT['speeds-twice'], { row, first });
    seen.set(key, row);
    const streetClass = name === 'all' ? name : STREET_CLASSES.find((each) => each === name);
    if (streetClass === undefined)
      throw new AnalysisError('speeds-class', TEXT['speeds-class'], {
        row,
        value: name.slice(0, 40),
        choices: ['all', ...STREET_CLASSES].join(', '),
      });
    const number = (column: string, isRight: (value: number) => boolean): number => {
      const value = parseNumber(cell(column));
      if (value === null || !isRight(value))
        throw new AnalysisError('speeds-value', TEXT['speeds-value'], {
          row,
          column,
          value: cell(column).slice(0, 40),
        });
      return value;
    };
    const isEveryDay = !hasDays || cell('weekday') === '';
    return {
      streetClass,
      weekday: isEveryDay ? null : number('weekday', (day) => Number.isInteger(day) && day >= 1 && day <= 7) - 1,
      hour: number('hour', (hour) => Number.isInteger(hour) && hour >= 0 && hour <= 23),
      factor: number('factor', (factor) => factor > 0 && factor <= MOST_FACTOR),
    };
  });
}

import { readdirSync, readFileSync } from 'node:fs';
import type { CaseRecord } from '../../../tiles/cases/case.ts';

export const CASES_FOLDER = new URL('../../../data/cities/qingdao/cases/', import.meta.url);

/**
 * A case as read from its file, with the file's name. `scripts/qingdao/generate/cases.test.ts` checks that the files
 * are whole.
 */
export interface CaseFile {
  readonly file: string;
  readonly record: CaseRecord;
}

/** Every documented case, by number. Throws an error that names the file where one is not JSON. */
export function readCaseFiles(): CaseFile[] {
  return readdirSync(CASES_FOLDER)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => {
      try {
        const record: CaseRecord = JSON.parse(readFileSync(new URL(file, CASES_FOLDER), 'utf8'));
        return { file, record };
      } catch (cause) {
        throw new Error(`data/cities/qingdao/cases/${file} cannot be read.`, { cause });
      }
    });
}

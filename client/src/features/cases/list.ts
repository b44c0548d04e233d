/** Which cases a reader's words and choices leave, and under which headings. */
import type { CaseRecord } from '../../../../tiles/cases/case.ts';
import type { Text } from '../../../../tiles/layer/layer.ts';

export const GROUPINGS = ['theme', 'district', 'number'] as const;
export type Grouping = (typeof GROUPINGS)[number];

export interface CaseFilter {
  readonly words: string;
  /** Empty for any. */
  readonly theme: string;
  readonly district: string;
  /** Agency in Chinese, which both languages share. */
  readonly agency: string;
}

export const ANY_CASE: CaseFilter = { words: '', theme: '', district: '', agency: '' };

export interface CaseGroup {
  /** Theme or district; empty for one list of all. */
  readonly key: string;
  readonly cases: readonly CaseRecord[];
}

/** Words are looked for in both languages, all of them, in any order; a number alone is the case's number. */
export function fittingCases(
  cases: readonly CaseRecord[],
  { words, theme, district, agency }: CaseFilter,
): readonly CaseRecord[] {
  const terms = words
    .trim()
    .toLowerCase()
    .split(/\s+/)
    .filter((term) => term !== '');
  return cases.filter(
    (each) =>
      (theme === '' || each.theme === theme) &&
      (district === '' || each.district === district) &&
      (agency === '' || each.agency.zh === agency) &&
      terms.every((term) => (/^\d+$/.test(term) ? String(each.number) === term : wordsOf(each).includes(term))),
  );
}

/** Groups in the order of their first case. */
export function groupCases(cases: readonly CaseRecord[], by: Grouping): readonly CaseGroup[] {
  const groups = new Map<string, CaseRecord[]>();
  for (const each of cases) {
    const key = by === 'number' ? '' : each[by];
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups].map(([key, members]) => ({ key, cases: members }));
}

function wordsOf({ title, agency, summary, figures, places }: CaseRecord): string {
  const texts: readonly Text[] = [
    title,
    agency,
    summary,
    ...figures.map(({ name }) => name),
    ...places.map(({ name }) => name),
  ];
  return texts
    .map(({ zh, en }) => `${zh} ${en}`)
    .join(' ')
    .toLowerCase();
}

/** Figures of an area's records, and where they say too little to be compared with those of other areas. */
import type { I18n } from '../i18n/i18n.ts';
import type { Measure } from '../state/codecs/casedata.ts';

/** Below these a rate tells more of chance than of the area: it is shown, marked, and colours nothing. */
export const FEW_RECORDS = 10;
export const FEW_PEOPLE = 1000;
const PER_PEOPLE = 1000;
const PERCENT = 100;

export interface Tally {
  readonly records: number;
  /** Of them, those that are dealt with. */
  readonly closed: number;
  /** Of them, those that have the measure's figure, and its sum. */
  readonly known: number;
  readonly sum: number;
}

/** Why an area has no value, or one that is not compared. */
export const SHORTAGES = ['peopleUnknown', 'nobody', 'fewPeople', 'noRecords', 'fewRecords'] as const;
export type Shortage = (typeof SHORTAGES)[number];

export interface AreaValue {
  /** Records; records per 1,000 people; percent; the figure's own unit. Null where there is nothing to divide by. */
  readonly value: number | null;
  readonly shortage: Shortage | null;
}

/** @param people who live in the area; undefined where that is not known */
export function measureArea(measure: Measure, tally: Tally, people: number | undefined): AreaValue {
  const { records, closed, known, sum } = tally;
  switch (measure.kind) {
    case 'count':
      return { value: records, shortage: null };
    case 'sum':
      return { value: sum, shortage: null };
    case 'rate':
      if (people === undefined) return { value: null, shortage: 'peopleUnknown' };
      if (people === 0) return { value: null, shortage: 'nobody' };
      return { value: (records / people) * PER_PEOPLE, shortage: people < FEW_PEOPLE ? 'fewPeople' : null };
    case 'closed':
      return share(closed * PERCENT, records);
    case 'mean':
      return share(sum, known);
  }
}

function share(part: number, of: number): AreaValue {
  if (of === 0) return { value: null, shortage: 'noRecords' };
  return { value: part / of, shortage: of < FEW_RECORDS ? 'fewRecords' : null };
}

/** What areas without a colour are, in a legend of areas that have records. */
export function withoutText({ kind }: Measure, { t }: Pick<I18n, 't'>): string {
  if (kind === 'rate') return t('area.without.rate', { n: FEW_PEOPLE });
  return kind === 'closed' || kind === 'mean' ? t('area.without.records', { n: FEW_RECORDS }) : t('area.without.none');
}

export function shortageText(shortage: Shortage, { t }: Pick<I18n, 't'>): string {
  switch (shortage) {
    case 'fewPeople':
      return t('area.fewPeople', { n: FEW_PEOPLE });
    case 'fewRecords':
      return t('area.fewRecords', { n: FEW_RECORDS });
    default:
      return t(`area.${shortage}`);
  }
}

/**
 * Opening hours as Chinese notices write them: 全天, 6:00-22:30, 周一至周五…, 夏季（5月-10月）…, 节假日除外, 周一闭馆.
 * A text with a word that is not known, a lone time or a season without its months is not understood.
 */
import { tokensOf, type Token } from './chinese-tokens.ts';
import {
  ALL_DAY,
  dateOf,
  EVERY_DAY,
  MINUTES_PER_DAY,
  monthRange,
  spanOf,
  weekdayRange,
  WEEKEND,
  type DateRange,
  type DaySelector,
  type Hours,
  type Rule,
  type Span,
} from './hours.ts';

type Time = Extract<Token, { is: 'time' }>;

/** @param text normalised: half width, one kind of hyphen. Null: not understood */
export function parseChinese(text: string): Hours | null {
  const tokens = tokensOf(text);
  return tokens === null ? null : new Reading(tokens).hours();
}

/** Reads token by token; a part that cannot be right sets `#failed`. */
class Reading {
  readonly #tokens: readonly Token[];
  #at = 0;
  #failed = false;
  readonly #rules: Rule[] = [];
  /** Rules that stand after all others: 周一除外, 节假日除外. */
  readonly #exceptions: Rule[] = [];
  #holidaysAsUsual = false;

  #dates: DateRange[] = [];
  #datesUsed = false;
  #seasonOpen = false;
  #spans: Span[] = [];
  #allDay = false;
  /** Days named since the last times, run by run: 周一至周五（节假日 is two runs. */
  #runs: DaySelector[] = [];
  #runOpen = false;
  #notOnHolidays = false;
  #but = false;
  /** Days right behind the times, without a comma, are theirs: 8:30-17:00（周一至周五）. */
  #behindTimes = false;
  #afterOff: number | null = null;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  hours(): Hours | null {
    while (this.#at < this.#tokens.length && !this.#failed) this.#step();
    this.#flush();
    const rules = [...this.#rules, ...this.#exceptions];
    if (this.#failed || this.#seasonOpen || this.#but || rules.length === 0) return null;
    // 节假日休息 alone leaves open when the place is open; 暂停开放 alone does not.
    const [first] = rules;
    const isClosed = rules.length === 1 && first?.days.weekdays === EVERY_DAY && first.dates.length === 0;
    if (rules.every(({ off }) => off) && !isClosed) return null;
    return { language: 'zh', rules, holidaysAsUsual: this.#holidaysAsUsual };
  }

  #step(): void {
    const token = this.#tokens[this.#at];
    this.#at += 1;
    switch (token?.is) {
      case undefined:
        return;
      case 'time':
        return this.#times(token);
      case 'allDay':
        return this.#takeSpan(ALL_DAY, true);
      case 'month':
        return this.#months(token);
      case 'season':
        if (this.#spans.length > 0) this.#flush();
        this.#seasonOpen = true;
        return;
      case 'weekdays':
        return this.#days({ weekdays: this.#weekdays(token.bits), workdays: false, holidays: 'no' });
      case 'daily':
        return this.#days({ weekdays: EVERY_DAY, workdays: false, holidays: 'no' });
      case 'workdays':
        return this.#days({ weekdays: 0, workdays: true, holidays: 'no' });
      case 'restDays':
        return this.#days({ weekdays: WEEKEND, workdays: false, holidays: 'strict' });
      case 'holidays':
        return this.#days({ weekdays: 0, workdays: false, holidays: token.loose ? 'loose' : 'strict' });
      case 'off':
        return this.#off();
      case 'usual':
        return this.#usual();
      case 'but':
        this.#but = true;
        this.#runOpen = false;
        return;
      case 'except':
        return this.#except();
      case 'and':
        return;
      case 'comma':
        this.#runOpen = false;
        if (this.#behindTimes && this.#runs.length > 0 && this.#spans.length === 0) this.#flush();
        this.#behindTimes = false;
        return;
      case 'gap':
        this.#runOpen = false;
        return;
      case 'break':
        this.#flush();
        this.#afterOff = null;
        return;
      case 'range':
        this.#failed = true;
    }
  }

  #peek(is: Token['is']): Token | undefined {
    const token = this.#tokens[this.#at];
    return token?.is === is ? token : undefined;
  }

  #weekdays(from: number): number {
    if (this.#peek('range') === undefined) return from;
    const to = this.#tokens[this.#at + 1];
    if (to?.is !== 'weekdays' || !isOneDay(from) || !isOneDay(to.bits)) {
      this.#failed = true;
      return from;
    }
    this.#at += 2;
    return weekdayRange(Math.log2(from), Math.log2(to.bits));
  }

  #months(from: Extract<Token, { is: 'month' }>): void {
    if (this.#spans.length > 0) this.#flush();
    if (this.#runs.length > 0 || this.#but) this.#failed = true;
    if (this.#datesUsed) this.#dates = [];
    this.#datesUsed = false;
    this.#seasonOpen = false;
    let to = from;
    const next = this.#tokens[this.#at + 1];
    if (this.#peek('range') !== undefined && next?.is === 'month') {
      to = next;
      this.#at += 2;
    }
    const range = dateRangeOf(from, to);
    if (range === null) this.#failed = true;
    else this.#dates.push(range);
  }

  #times(from: Time): void {
    const to = this.#tokens[this.#at + 1];
    if (this.#peek('range') === undefined || to?.is !== 'time') {
      this.#failed = true;
      return;
    }
    this.#at += 2;
    const span = spanOfTimes(from, to);
    if (span === null) this.#failed = true;
    else this.#takeSpan(span, false);
  }

  #takeSpan(span: Span, allDay: boolean): void {
    // 全天24小时 says it twice; 全天8:00-17:00 and a season without months say what cannot be read.
    if (this.#seasonOpen || this.#but || (this.#spans.length > 0 && (allDay || this.#allDay) && !allDay))
      this.#failed = true;
    if (allDay && this.#spans.length > 0 && !this.#allDay) this.#failed = true;
    if (!allDay || this.#spans.length === 0) this.#spans.push(span);
    this.#allDay = allDay;
    this.#behindTimes = true;
    this.#afterOff = null;
  }

  #days(days: DaySelector): void {
    const behind = this.#behindTimes;
    if (this.#spans.length > 0) {
      this.#flush();
      this.#behindTimes = behind;
    }
    const last = this.#runs.at(-1);
    if (this.#runOpen && last !== undefined) this.#runs[this.#runs.length - 1] = union(last, days);
    else this.#runs.push(days);
    this.#runOpen = true;
  }

  #off(): void {
    if (this.#but || this.#seasonOpen) this.#failed = true;
    const breakTime = this.#spans.pop();
    const days = this.#runs.reduce(union, this.#runs[0] ?? everyDay());
    if (this.#allDay && breakTime !== undefined) this.#failed = true;
    if (breakTime !== undefined && this.#spans.length > 0) {
      const runs = [...this.#runs];
      this.#flush();
      this.#runs = runs;
    }
    this.#push({ days, off: true, spans: breakTime === undefined ? [] : [breakTime], adds: false });
    this.#clear();
    this.#afterOff = this.#rules.length - 1;
  }

  /** 节假日不休, 全年无休. */
  #usual(): void {
    const isHolidays = this.#runs.every(({ weekdays }) => weekdays === 0 || weekdays === EVERY_DAY);
    if (!isHolidays || this.#but || this.#runs.some(({ workdays }) => workdays)) this.#failed = true;
    this.#holidaysAsUsual = true;
    this.#runs = this.#runs.filter(({ weekdays }) => weekdays !== 0);
    if (this.#spans.length === 0 && this.#rules.length > 0) this.#runs = [];
    this.#runOpen = false;
  }

  #except(): void {
    const days = this.#runs.pop();
    this.#but = false;
    this.#runOpen = false;
    if (days === undefined || this.#spans.length > 0 || days.workdays || days.weekdays === EVERY_DAY) {
      this.#failed = true;
      return;
    }
    if (days.weekdays !== 0 || days.holidays === 'no') this.#exceptions.push(exception(days));
    else if (this.#runs.length > 0) this.#notOnHolidays = true;
    else if (this.#afterOff !== null) this.#exceptOff(this.#afterOff);
    else this.#exceptions.push(exception(days));
  }

  #exceptOff(index: number): void {
    const rule = this.#rules[index];
    if (rule !== undefined) this.#rules[index] = { ...rule, notOnHolidays: true };
  }

  #flush(): void {
    if (this.#spans.length > 0) {
      const isExplicit = this.#runs.length > 0;
      const days = this.#runs.reduce(union, this.#runs[0] ?? everyDay());
      // 18:00—次日08:00，周末全天: the night before Saturday stays open.
      this.#push({ days, off: false, spans: this.#spans, adds: isExplicit && this.#allDay });
      this.#lastIsImplicit = !isExplicit;
    } else if (this.#runs.length > 0) this.#attach();
    this.#clear();
  }

  #lastIsImplicit = false;

  #attach(): void {
    const last = this.#rules.at(-1);
    if (last === undefined || !this.#behindTimes || !this.#lastIsImplicit || this.#but) {
      this.#failed = true;
      return;
    }
    const days = this.#runs.reduce(union, this.#runs[0] ?? everyDay());
    this.#rules[this.#rules.length - 1] = { ...last, days, notOnHolidays: this.#notOnHolidays };
    this.#lastIsImplicit = false;
  }

  #push(rule: Pick<Rule, 'days' | 'off' | 'spans' | 'adds'>): void {
    this.#rules.push({ ...rule, dates: this.#dates, notOnHolidays: this.#notOnHolidays });
    this.#datesUsed = true;
  }

  #clear(): void {
    this.#spans = [];
    this.#allDay = false;
    this.#runs = [];
    this.#runOpen = false;
    this.#notOnHolidays = false;
    this.#behindTimes = false;
  }
}

function everyDay(): DaySelector {
  return { weekdays: EVERY_DAY, workdays: false, holidays: 'no' };
}

function exception(days: DaySelector): Rule {
  return { days, dates: [], off: true, spans: [], adds: false, notOnHolidays: false };
}

function union(a: DaySelector, b: DaySelector): DaySelector {
  const holidays = a.holidays === 'no' ? b.holidays : b.holidays === 'strict' ? 'strict' : a.holidays;
  return { weekdays: a.weekdays | b.weekdays, workdays: a.workdays || b.workdays, holidays };
}

function isOneDay(bits: number): boolean {
  return (bits & (bits - 1)) === 0;
}

type Month = Extract<Token, { is: 'month' }>;

function dateRangeOf(from: Month, to: Month): DateRange | null {
  if (from.day === undefined && to.day === undefined) return monthRange(from.month, to.month);
  if (from.day === undefined || to.day === undefined) return null;
  const first = dateOf(from.month, from.day);
  const last = dateOf(to.month, to.day);
  return first === null || last === null ? null : { from: first, to: last };
}

/** A part of the day that is named once is for both times: 下午1:30-5:00. */
function spanOfTimes(from: Time, to: Time): Span | null {
  const start = minuteOf(from, from.period);
  const end = minuteOf(to, to.period ?? (from.period === 'night' ? undefined : from.period));
  if (start === null || end === null || from.nextDay) return null;
  if (to.nextDay || (to.period === 'night' && end <= start)) {
    return end > MINUTES_PER_DAY ? null : { from: start, to: end + MINUTES_PER_DAY };
  }
  // 9点到5点 is 9:00-17:00 for people, and was written as 9:00-05:00.
  if (end <= start && start < MINUTES_PER_DAY / 2 && end > 0) return null;
  return spanOf(start, end);
}

function minuteOf({ minute }: Time, period: Time['period']): number | null {
  const half = MINUTES_PER_DAY / 2;
  if (period === 'evening' && minute >= half && minute < half + 60) return minute === half ? MINUTES_PER_DAY : null;
  if (period === 'evening' && minute < 5 * 60) return null;
  const isLate = period === 'afternoon' || period === 'evening' || (period === 'noon' && minute < 3 * 60);
  return isLate && minute < half ? minute + half : minute;
}

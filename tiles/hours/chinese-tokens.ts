/** Words of Chinese opening hours. What is not a word of the table ends the reading: nothing is guessed. */
import { weekdayBit, WEEKEND } from './hours.ts';

/** Part of the day that a time is named with: it decides what 6点 means. */
type Period = 'morning' | 'noon' | 'afternoon' | 'evening' | 'night';

export type Token =
  | { readonly is: 'time'; readonly minute: number; readonly period?: Period; readonly nextDay: boolean }
  | { readonly is: 'month'; readonly month: number; readonly day?: number }
  | { readonly is: 'weekdays'; readonly bits: number }
  | { readonly is: 'holidays'; readonly loose: boolean }
  | { readonly is: Word };

/** `and` joins days, `comma` parts, `break` ends a sentence. `gap`: blanks and brackets. */
type Word =
  | 'range'
  | 'and'
  | 'comma'
  | 'gap'
  | 'break'
  | 'daily'
  | 'allDay'
  | 'workdays'
  | 'restDays'
  | 'except'
  | 'but'
  | 'off'
  | 'usual'
  | 'season';

const WORDS: Readonly<Record<Word, string>> = {
  range: '- 至 到',
  and: '、 及 和 与 以及 & / |',
  comma: ',',
  gap: '( ) [ ] 【 】',
  break: '; 。',
  daily: '每天 每日 天天 全年 全周 一年四季 365天 全年365天 每周七天 一周七天 周一至周日 周一到周日 星期一至星期日',
  allDay:
    '全天 全天候 24小时 24h 二十四小时 全天24小时 24小时全天 全天候24小时 昼夜 7*24小时 7×24小时 7x24小时 7*24 7×24',
  workdays: '工作日 法定工作日',
  restDays: '休息日',
  except: '除外 外 以外 之外',
  but: '除 除了 不含 不包括 不包含',
  off:
    '休息 休馆 闭馆 闭园 闭店 关闭 不开放 不对外开放 暂停开放 暂停使用 不营业 停业 歇业 放假 不上班 不办公 停诊 休诊 休 ' +
    '暂停对外开放 暂停营业 不办理业务',
  usual:
    '全年无休 年中无休 无休 不休 不休息 照常 照常开放 照常营业 照常办公 正常开放 正常营业 正常办公 照常上班 不打烊',
  season: '夏季 冬季 春季 秋季 夏秋季 冬春季 春夏季 秋冬季 夏令时 冬令时 旺季 淡季 夏时制 冬时制',
};

/** Words that say nothing of when. */
const NOISE =
  '开放时间 营业时间 服务时间 办公时间 办理时间 工作时间 接待时间 开馆时间 开园时间 对外开放时间 受理时间 门诊时间 ' +
  '共享时段 共享时间 上班时间 对外开放 免费开放 开放 营业 服务 办公 上班 开馆 开园 开诊 门诊 为 是 时间 时段 每年 ' +
  '次年 翌年 来年 当日 当天 : 全部 均 .';

const PERIODS: Readonly<Record<Period, string>> = {
  night: '凌晨',
  morning: '上午 早上 早晨 清晨 早',
  noon: '中午',
  afternoon: '下午 午后',
  evening: '晚上 晚间 傍晚 夜间 晚 夜里',
};

const HOLIDAYS = {
  strict: '法定节假日 国家法定节假日 法定假日 法定假期 国家法定假日 法定节日',
  loose: '节假日 假日 节日',
};
const WEEKENDS = '周末 双休日 周六日 周六周日 星期六日';
const NEXT_DAY = '次日 翌日 第二天 隔日 隔天';
const WEEKDAY_NAMES = ['周', '星期', '礼拜'];
const WEEKDAYS = '一二三四五六日';
const NUMERALS = '零一二三四五六七八九十';

type Entry =
  | Token
  | { readonly is: 'noise' }
  | { readonly is: 'nextDay' }
  | { readonly is: 'period'; readonly period: Period };

const TABLE: readonly (readonly [word: string, entry: Entry])[] = [
  ...Object.entries(WORDS).flatMap(([is, words]) => entries(words, { is: is as Word })),
  ...Object.entries(PERIODS).flatMap(([period, words]) => entries(words, { is: 'period', period: period as Period })),
  ...entries(NOISE, { is: 'noise' }),
  ...entries(HOLIDAYS.strict, { is: 'holidays', loose: false }),
  ...entries(HOLIDAYS.loose, { is: 'holidays', loose: true }),
  ...entries(WEEKENDS, { is: 'weekdays', bits: WEEKEND }),
  ...entries(NEXT_DAY, { is: 'nextDay' }),
].toSorted(([a], [b]) => b.length - a.length);

function entries(words: string, entry: Entry): [string, Entry][] {
  return words.split(' ').map((word) => [word, entry]);
}

/** @param text normalised: half width, one kind of hyphen. Null where a word is not known */
export function tokensOf(text: string): Token[] | null {
  const tokens: Token[] = [];
  let period: Period | undefined;
  let nextDay = false;
  for (let at = 0; at < text.length; ) {
    if (text[at] === ' ') {
      tokens.push({ is: 'gap' });
      at += 1;
      continue;
    }
    const weekday = weekdayAt(text, at, tokens);
    if (weekday !== null) {
      tokens.push({ is: 'weekdays', bits: weekday.bits });
      at += weekday.length;
      continue;
    }
    const entry = TABLE.find(([word]) => text.startsWith(word, at));
    if (entry !== undefined) {
      const [word, token] = entry;
      at += word.length;
      if (token.is === 'period') period = token.period;
      else if (token.is === 'nextDay') nextDay = true;
      else if (token.is !== 'noise') tokens.push(token);
      continue;
    }
    const number = numberAt(text, at);
    if (number === null) return null;
    const moment = monthAt(text, at, number) ?? timeAt(text, at, number);
    if (moment === null) return null;
    at += moment.length;
    if (moment.token.is === 'time') {
      tokens.push({ ...moment.token, nextDay, ...(period === undefined ? {} : { period }) });
      period = undefined;
      nextDay = false;
    } else tokens.push(moment.token);
  }
  // 晚上 or 次日 that no time follows says something that was not read.
  return period === undefined && !nextDay ? tokens : null;
}

/** 周一, and 三 in 周一、三 or 日 in 周六日, as one bit. */
function weekdayAt(text: string, at: number, before: readonly Token[]): { bits: number; length: number } | null {
  const name = WEEKDAY_NAMES.find((each) => text.startsWith(each, at));
  if (name !== undefined) {
    const day = weekdayOf(text[at + name.length]);
    return day === 0 ? null : { bits: weekdayBit(day), length: name.length + 1 };
  }
  const last = before.at(-1)?.is;
  const listed = last === 'and' || last === 'range' ? before.at(-2)?.is : last;
  const day = weekdayOf(text[at]);
  const after = text[at + 1] ?? '';
  const isDay = listed === 'weekdays' && day !== 0 && !/\d/.test(text[at] ?? '') && !/[点时月十小]/.test(after);
  return isDay ? { bits: weekdayBit(day), length: 1 } : null;
}

function weekdayOf(character = ''): number {
  if (character === '天') return 7;
  if (/^[1-7]$/.test(character)) return Number(character);
  return character === '' ? 0 : WEEKDAYS.indexOf(character) + 1;
}

interface Read {
  readonly value: number;
  readonly length: number;
}

/** One or two digits, or a Chinese numeral up to 五十九. */
function numberAt(text: string, at: number): Read | null {
  const digits = /^\d{1,2}/.exec(text.slice(at, at + 2))?.[0];
  if (digits !== undefined) return { value: Number(digits), length: digits.length };
  let length = 0;
  let value = 0;
  for (; length < 3; length += 1) {
    const digit = NUMERALS.indexOf((text[at + length] ?? ' ').replace('〇', '零').replace('两', '二'));
    if (digit < 0) break;
    value = digit === 10 ? Math.max(value, 1) * 10 : value + digit;
  }
  return length === 0 ? null : { value, length };
}

/** 5月, 5月1日; the 5 in 5-10月 too. */
function monthAt(text: string, at: number, number: Read): { token: Token; length: number } | null {
  const end = at + number.length;
  if (text[end] === '月') {
    const day = numberAt(text, end + 1);
    const mark = day === null ? undefined : text[end + 1 + day.length];
    if (day !== null && (mark === '日' || mark === '号'))
      return { token: { is: 'month', month: number.value, day: day.value }, length: number.length + day.length + 2 };
    const rest = text.startsWith('月份', end) ? 2 : 1;
    return { token: { is: 'month', month: number.value }, length: number.length + rest };
  }
  if (!'-至到'.includes(text[end] ?? ' ')) return null;
  const to = numberAt(text, end + 1);
  const isMonth = to !== null && text[end + 1 + to.length] === '月';
  return isMonth ? { token: { is: 'month', month: number.value }, length: number.length } : null;
}

/** 8:30, 8点, 8点半, 8时30分. */
function timeAt(
  text: string,
  at: number,
  hour: Read,
): { token: { is: 'time'; minute: number }; length: number } | null {
  const mark = text[at + hour.length];
  const afterMark = at + hour.length + 1;
  if (mark === ':') {
    const minute = /^\d{2}/.exec(text.slice(afterMark, afterMark + 2))?.[0];
    if (minute === undefined || Number(minute) > 59 || hour.value > 24) return null;
    return { token: { is: 'time', minute: hour.value * 60 + Number(minute) }, length: hour.length + 3 };
  }
  if ((mark !== '点' && mark !== '时') || hour.value > 24) return null;
  const whole = text[afterMark] === '整' || text[afterMark] === '钟' ? 1 : 0;
  if (text[afterMark] === '半') return { token: { is: 'time', minute: hour.value * 60 + 30 }, length: hour.length + 2 };
  const minute = numberAt(text, afterMark);
  if (minute === null || minute.value > 59 || /[点时月:]/.test(text[afterMark + minute.length] ?? ''))
    return { token: { is: 'time', minute: hour.value * 60 }, length: hour.length + 1 + whole };
  const unit = text[afterMark + minute.length] === '分' ? 1 : 0;
  return {
    token: { is: 'time', minute: hour.value * 60 + minute.value },
    length: hour.length + 1 + minute.length + unit,
  };
}

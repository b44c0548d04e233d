import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import OpeningHours from 'opening_hours';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  localMoment,
  openState,
  parseHours,
  type Holidays,
  type LocalMoment,
  type OpenState,
} from './index.ts';

const read = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../data/${path}`, import.meta.url), 'utf8'));

/** Texts as they stand in OSM and on notices, and what they mean at a moment: `closed 60` opens in an hour. */
interface Fixture {
  readonly grammar: 'osm' | 'osm-unknown' | 'zh' | 'zh-unknown';
  readonly text: string;
  readonly at: Readonly<Record<string, string>>;
}
const FIXTURES = read('fixtures/opening-hours.json') as readonly Fixture[];
const HOLIDAYS = read('holidays/cn.json') as Holidays;

const CASES = FIXTURES.flatMap(({ grammar, text, at }) =>
  Object.entries(at).map(([moment, state]) => ({ grammar, text, moment, state })),
);
const momentOf = (text: string) => localMoment(new Date(`${text.replace(' ', 'T')}:00Z`), 'UTC');

function written(state: OpenState): string {
  if (state.state === 'unknown') return `unknown ${state.reason}`;
  if (state.state === 'closed') return ['closed', state.opensInMinutes ?? []].flat().join(' ');
  return ['open', state.untilMinutes ?? [], state.thenUnknown ? 'then unknown' : []].flat().join(' ');
}

describe('opening hours', () => {
  it('have two hundred fixtures', () => {
    expect(CASES.length).toBeGreaterThanOrEqual(200);
  });

  it.each(CASES)('$text at $moment: $state', ({ text, moment, state }) => {
    expect(written(openState(parseHours(text), momentOf(moment), HOLIDAYS))).toBe(state);
  });
});

/** The library of OSM's own editors, in the time zone of the process. */
function oracleState(text: string, { year, month, day, minute }: LocalMoment): string {
  const at = new Date(year, month - 1, day, 0, minute);
  const place = { lat: 36.07, lon: 120.38, address: { country_code: 'cn', state: '' } };
  const hours = new OpeningHours(text, place);
  const change = hours.getNextChange(at);
  const minutes = change === undefined ? [] : [Math.round((change.getTime() - at.getTime()) / 60_000)];
  return [hours.getStateString(at, true) === 'closed' ? 'closed' : 'open', ...minutes].join(' ');
}

describe('in OSM’s grammar', () => {
  // Its holidays of China lack those of make-up days and of the years to come: texts with PH are held by the fixtures.
  const known = CASES.filter(({ grammar, text }) => grammar === 'osm' && !/PH/i.test(text));

  it.each(known)('$text at $moment is what opening_hours says', ({ text, moment, state }) => {
    expect(oracleState(text.replace('–', '-').toLowerCase(), momentOf(moment))).toBe(state);
  });

  it('made-up hours are what opening_hours says', () => {
    fc.assert(
      fc.property(osmText, anyMoment, (text, at) => {
        expect(written(openState(parseHours(text), at, HOLIDAYS)), text).toBe(oracleState(text, at));
      }),
      { numRuns: 400, seed: 14 },
    );
  });
});

const DAYS = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'] as const;
const clock = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
const anyMoment = fc
  .record({ day: fc.integer({ min: 0, max: 700 }), minute: fc.integer({ min: 0, max: 1439 }) })
  .map(({ day, minute }): LocalMoment => ({ ...addDays(momentOf('2025-01-20 00:00'), day), minute }));
/** Two to four quarter hours of one day, in order, apart from each other. */
const spans = fc
  .uniqueArray(fc.integer({ min: 1, max: 94 }), { minLength: 2, maxLength: 4 })
  .map((quarters) => quarters.slice(0, quarters.length - (quarters.length % 2)).toSorted((a, b) => a - b))
  .map((quarters) => quarters.map((quarter) => clock(quarter * 15)))
  .map((times) => times.flatMap((time, i) => (i % 2 === 0 ? [`${time}-${times[i + 1] ?? ''}`] : [])).join(','));
const days = fc.uniqueArray(fc.constantFrom(...DAYS), { minLength: 1, maxLength: 3 }).map((all) => all.join(','));
const dayRange = fc.tuple(fc.constantFrom(...DAYS), fc.constantFrom(...DAYS)).filter(([a, b]) => a !== b);
const selector = fc.oneof(
  days,
  dayRange.map((range) => range.join('-')),
);
const osmText = fc
  .tuple(
    fc.tuple(selector, spans).map((parts) => parts.join(' ')),
    fc.array(fc.oneof(fc.tuple(selector, spans), fc.tuple(selector, fc.constant('off'))), { maxLength: 2 }),
  )
  .map(([first, others]) => [first, ...others.map((parts) => parts.join(' '))].join('; '));

/** Days and times as a notice writes them, and the same in OSM's grammar. */
const noticeDays = fc.constantFrom(
  ['每天', 'Mo-Su'],
  ['周一至周五', 'Mo-Fr'],
  ['星期一到星期五', 'Mo-Fr'],
  ['周一至周六', 'Mo-Sa'],
  ['周二至周日', 'Tu-Su'],
  ['周六、周日', 'Sa,Su'],
  ['周六', 'Sa'],
  ['周日', 'Su'],
  ['周末', 'Sa,Su'],
  ['周一、三、五', 'Mo,We,Fr'],
  ['周二、周四', 'Tu,Th'],
);
const noticeSpans = fc.constantFrom(
  ['8:30-17:00', '08:30-17:00'],
  ['8：30—17：00', '08:30-17:00'],
  ['上午8:30-11:30，下午1:30-5:00', '08:30-11:30,13:30-17:00'],
  ['8:30-11:30、13:30-17:00', '08:30-11:30,13:30-17:00'],
  ['上午9点至12点 下午2点至5点半', '09:00-12:00,14:00-17:30'],
  ['早6点到晚10点', '06:00-22:00'],
  ['18:00-次日2:00', '18:00-26:00'],
  ['全天', '00:00-24:00'],
);
const notice = fc
  .array(fc.tuple(noticeDays, fc.constantFrom('', ' ', '：'), noticeSpans), { minLength: 1, maxLength: 3 })
  .chain((groups) => fc.tuple(fc.constant(groups), fc.constantFrom('；', '，', ' ', '。')))
  .map(([groups, separator]) => ({
    zh: groups.map(([[zh], gap, [times]]) => `${zh ?? ''}${gap}${times ?? ''}`).join(separator),
    osm: groups.map(([[, day], , [, times]]) => ({ day, times })),
  }))
  // What a notice says twice of a day takes the place of what it said before, and an all-day rule is added.
  .filter(({ osm }) => new Set(osm.map(({ day }) => day)).size === osm.length)
  .map(({ zh, osm }) => ({ zh, osm: osm.map(({ day, times }) => `${day ?? ''} ${times ?? ''}`).join('; ') }));

describe('a notice', () => {
  it('means what the same rules mean in OSM’s grammar on an ordinary day', () => {
    let understood = 0;
    fc.assert(
      fc.property(notice, fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 2, max: 28 }), (texts, minute, day) => {
        // The middle of a month without holidays.
        const at = { ...momentOf(`2026-11-${String(day).padStart(2, '0')} 00:00`), minute };
        const zh = openState(parseHours(texts.zh), at, HOLIDAYS);
        const osm = openState(parseHours(texts.osm), at, HOLIDAYS);
        if (zh.state === 'unknown' || osm.state === 'unknown') return;
        understood += 1;
        expect(zh.state, `${texts.zh} | ${texts.osm}`).toBe(osm.state);
      }),
      { numRuns: 2000, seed: 14 },
    );
    expect(understood).toBeGreaterThan(1700);
  });
});

describe('any text', () => {
  const words = fc.constantFrom(
    ...[
      '周一',
      '至',
      '周五',
      '周末',
      '工作日',
      '节假日',
      '法定节假日',
      '除外',
      '休息',
      '全天',
      '次日',
      '上午',
      '下午',
      '晚',
    ],
    ...[
      '9:00',
      '17:30',
      '8点',
      '5',
      '月',
      '(',
      ')',
      '，',
      '；',
      '、',
      ' ',
      '-',
      '+',
      'Mo',
      'Fr',
      'PH',
      'off',
      'Apr',
      ',',
    ],
    ...['18:00-2:00', '8:00-17:00', '夏季', '5月-10月', '周六', '日', '不休', '每天', ';', '24/7', '24小时'],
  );
  const anyText = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 80 }),
    fc.array(words, { maxLength: 12 }).map((all) => all.join('')),
    fc.constantFrom(...FIXTURES.map(({ text }) => text)),
  );

  it('is read without an error, and the minutes to the next change are right to the minute', () => {
    fc.assert(
      fc.property(anyText, anyMoment, (text, at) => {
        const hours = parseHours(text);
        const now = openState(hours, at, HOLIDAYS);
        const minutes =
          now.state === 'open' ? now.untilMinutes : now.state === 'closed' ? now.opensInMinutes : undefined;
        if (minutes === undefined) return;
        expect(minutes).toBeGreaterThan(0);
        expect(openState(hours, later(at, minutes - 1), HOLIDAYS).state).toBe(now.state);
        const after = openState(hours, later(at, minutes), HOLIDAYS).state;
        const isUnsure = now.state === 'open' && now.thenUnknown === true;
        const expected = now.state === 'closed' ? 'open' : isUnsure ? 'unknown' : 'closed';
        expect(after).toBe(expected);
      }),
      { numRuns: 3000, seed: 14 },
    );
  });
});

function later(at: LocalMoment, minutes: number): LocalMoment {
  const minute = at.minute + minutes;
  return { ...addDays(at, Math.floor(minute / 1440)), minute: minute % 1440 };
}

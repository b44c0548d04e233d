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
  const hours = new OpeningHours(text, place, { locale: 'en' });
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
        const expected = now.state === 'closed' ? 'open' : now.thenUnknown === true ? 'unknown' : 'closed';
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

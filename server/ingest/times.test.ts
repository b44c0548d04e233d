import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extentOf } from '../../tiles/filter/cql2/time.ts';
import { orderOfColumn, readDay, readTime } from './times.ts';
import type { TimeOptions, TimeResult } from './times.ts';

const CHINA: TimeOptions = { order: null, numbers: null, timeZone: 'Asia/Shanghai' };
const told = (result: TimeResult) => ('value' in result ? result.value : result.problem);

const EIGHT = '2017-03-04T08:00:00+08:00';

describe('a time in a table', () => {
  it.each([
    ['2017-03-04 08:00:00', EIGHT],
    ['2017-03-04T08:00:00', EIGHT],
    ['2017-03-04t08:00:00', EIGHT],
    ['2017-03-04 08:00:00+08', EIGHT],
    ['2017-03-04 08:00:00+08:00', EIGHT],
    ['2017-03-04 08:00:00 +0800', EIGHT],
    ['2017-03-04 08:00', EIGHT],
    ['2017/3/4 8:00', EIGHT],
    ['2017/3/4  8:00:00', EIGHT],
    ['2017.3.4 8:00', EIGHT],
    ['２０１７／３／４　８：００', EIGHT],
    ['2017/3/4 8:00 AM', EIGHT],
    ['2017/3/4 8:00:00 a.m.', EIGHT],
    ['2017/3/4 上午8:00', EIGHT],
    ['2017/3/4 上午 8:00:00', EIGHT],
    ['2017年3月4日 8时', EIGHT],
    ['2017年3月4日8时00分', EIGHT],
    ['2017年3月4日 上午8时00分00秒', EIGHT],
    ['2017年3月4日 星期六 8:00', EIGHT],
    ['2017 年 3 月 4 日 上午 8 时 00 分', EIGHT],
    ['2017年3月4日 8時00分', EIGHT],
    ['2017年3月4日 8点', EIGHT],
    ['20170304 08:00', EIGHT],
    ['20170304080000', EIGHT],
    ['20170304T080000', EIGHT],
    ['Mar  4 2017  8:00AM', EIGHT],
    ['04-Mar-2017 08:00:00', EIGHT],
    ['4 March 2017 08:00', EIGHT],
    ['Sat Mar 04 2017 08:00:00 GMT+0800 (China Standard Time)', EIGHT],
    ['Sat, 04 Mar 2017 00:00:00 GMT', '2017-03-04T00:00:00Z'],
    ['2017-03-04T08:00:00.123Z', '2017-03-04T08:00:00.123Z'],
    ['2017-03-04T08:00Z', '2017-03-04T08:00Z'],
    ['2017-03-04 08:00:00.1234567', '2017-03-04T08:00:00.1234567+08:00'],
    ['2017-03-04 00:00:00 UTC', '2017-03-04T00:00:00Z'],
    ['2017/3/4 12:05 AM', '2017-03-04T00:05:00+08:00'],
    ['2017/3/4 12:05 PM', '2017-03-04T12:05:00+08:00'],
    ['2017/3/4 下午3:05', '2017-03-04T15:05:00+08:00'],
    ['2017/3/4 下午15:05', '2017-03-04T15:05:00+08:00'],
    ['13/04/2017 08:00', '2017-04-13T08:00:00+08:00'],
    ['03/04/2017 08:00', 'ambiguous'],
    ['3-4-2017 8:00 PM', 'ambiguous'],
    ['2017-03-04', 'no-time'],
    ['2017-02-30 08:00', 'unreadable'],
    ['2017-03-04 25:00', 'unreadable'],
    ['2017-03-04 08:60', 'unreadable'],
    ['2017/3/4 15:00 AM', 'unreadable'],
    ['2017-03/04 08:00', 'unreadable'],
    ['2017-03-04 08:00 CST', 'unreadable'],
    ['17-03-04 08:00', 'unreadable'],
    ['08:00', 'unreadable'],
    ['42798.3333333333', 'number'],
    ['1488585600', 'number'],
    ['1488585600000', 'number'],
    ['2017', 'unreadable'],
    ['12', 'unreadable'],
    ['now', 'unreadable'],
  ])('%j is %s', (text, value) => {
    expect(told(readTime(text, CHINA))).toBe(value);
  });

  it.each([
    ['excel', '42798.3333333333', EIGHT],
    ['excel', '42798.99999999', '2017-03-05T00:00:00+08:00'],
    ['seconds', '1488585600', '2017-03-04T00:00:00Z'],
    ['milliseconds', '1488585600123', '2017-03-04T00:00:00.123Z'],
    ['milliseconds', '946684800000', '2000-01-01T00:00:00Z'],
    ['excel', '60.5', 'unreadable'],
  ] as const)('counted as %s, %s is %s', (numbers, text, value) => {
    expect(told(readTime(text, { ...CHINA, numbers }))).toBe(value);
  });

  it('without a zone is the city’s, in winter and in summer', () => {
    const lisbon = { ...CHINA, timeZone: 'Europe/Lisbon' };
    expect(told(readTime('2017-01-04 08:00', lisbon))).toBe('2017-01-04T08:00:00+00:00');
    expect(told(readTime('2017-07-04 08:00', lisbon))).toBe('2017-07-04T08:00:00+01:00');
    expect(told(readTime('2017-07-04 08:00', { ...CHINA, timeZone: 'America/St_Johns' }))).toBe(
      '2017-07-04T08:00:00-02:30',
    );
  });

  it('of any moment is that moment, in every notation and zone', () => {
    const moments = fc.integer({ min: Date.UTC(1950, 0, 1) / 60_000, max: Date.UTC(2050, 0, 1) / 60_000 });
    const zones = fc.constantFrom('Asia/Shanghai', 'America/Sao_Paulo', 'Europe/Helsinki', 'Asia/Kolkata', 'UTC');
    fc.assert(
      fc.property(moments, zones, fc.nat(4), (minute, timeZone, way) => {
        const local = new Date(minute * 60_000).toISOString();
        const [year, month, day, hour, min] = [0, 5, 8, 11, 14].map((at) => local.slice(at, at === 0 ? 4 : at + 2));
        const half = Number(hour) % 12 === 0 ? 12 : Number(hour) % 12;
        const afternoon = Number(hour) >= 12;
        const text = [
          `${String(year)}-${String(month)}-${String(day)} ${String(hour)}:${String(min)}:00`,
          `${String(year)}/${Number(month)}/${Number(day)} ${Number(hour)}:${String(min)}`,
          `${String(year)}/${Number(month)}/${Number(day)} ${half}:${String(min)} ${afternoon ? 'PM' : 'AM'}`,
          `${String(year)}年${Number(month)}月${Number(day)}日 ${afternoon ? '下午' : '上午'}${half}:${String(min)}`,
          `${String(year)}${String(month)}${String(day)}${String(hour)}${String(min)}00`,
        ][way];
        const read = readTime(text ?? '', { ...CHINA, timeZone });
        if (!('value' in read)) throw new Error(`${text ?? ''} is not read.`);
        // The filters read a time without a zone as the city's; the offset written out says the same.
        expect(extentOf(read.value, timeZone)?.start).toBe(extentOf(local.slice(0, 19), timeZone)?.start);
      }),
    );
  });
});

describe('a day in a table', () => {
  it.each([
    ['2017-03-04', '2017-03-04', false],
    ['2017-03-04 00:00:00', '2017-03-04', false],
    ['2017-03-04 08:00:00', '2017-03-04', true],
    ['2017-03-04T20:00:00Z', '2017-03-05', true],
    ['2017/3/4', '2017-03-04', false],
    ['2017年3月4日', '2017-03-04', false],
    ['2017 年 3 月 4 日', '2017-03-04', false],
    ['2017年3月4号', '2017-03-04', false],
    ['20170304', '2017-03-04', false],
    ['04-MAR-2017', '2017-03-04', false],
    ['March 4, 2017', '2017-03-04', false],
    ['Mar. 4, 2017', '2017-03-04', false],
    ['04/04/2017', '2017-04-04', false],
    ['25.04.2017', '2017-04-25', false],
    ['04/25/2017', '2017-04-25', false],
  ] as const)('%j is %s', (text, value, lost) => {
    expect(readDay(text, CHINA)).toEqual({ value, lost });
  });

  it.each(['2017-02-30', '20171304', '2017-3', '0000-01-01', '4/3/17', '2017-03-04-05', 'x'.repeat(200)])(
    '%j is none',
    (text) => {
      expect(readDay(text, CHINA)).toEqual({ problem: 'unreadable' });
    },
  );

  it('that two orders read otherwise is asked about, with both days', () => {
    expect(readDay('03/04/2017', CHINA)).toEqual({ problem: 'ambiguous', dmy: '2017-04-03', mdy: '2017-03-04' });
    expect(readDay('03/04/2017', { ...CHINA, order: 'dmy' })).toEqual({ value: '2017-04-03', lost: false });
    expect(readDay('03/04/2017', { ...CHINA, order: 'mdy' })).toEqual({ value: '2017-03-04', lost: false });
    expect(readDay('25/04/2017', { ...CHINA, order: 'mdy' })).toEqual({ problem: 'unreadable' });
  });

  it('that is a bare number is asked about, with what it would be', () => {
    expect(readDay('42798', CHINA)).toEqual({ problem: 'number', numbers: 'excel', day: '2017-03-04' });
    expect(readDay('42798', { ...CHINA, numbers: 'excel' })).toEqual({ value: '2017-03-04', lost: false });
  });

  it('is the one that Excel shows for a number, from its first right day on', () => {
    fc.assert(
      fc.property(fc.integer({ min: 61, max: 2_958_465 }), (serial) => {
        const day = new Date(Date.UTC(1900, 1, 28) + (serial - 59) * 86_400_000 - 86_400_000);
        expect(told(readDay(String(serial), { ...CHINA, numbers: 'excel' }))).toBe(day.toISOString().slice(0, 10));
      }),
    );
  });
});

describe('the order of day and month in a column', () => {
  it.each([
    [['03/04/2017', '25/04/2017'], 'dmy'],
    [['03/04/2017', '04/25/2017'], 'mdy'],
    [['03/04/2017', '04/05/2017'], undefined],
    [['25/04/2017', '04/25/2017'], undefined],
    [['04/04/2017', '2017-03-04'], undefined],
    // A spreadsheet set to another country took the first for a date, and left the second as it was.
    [['3/4/2017', '25/04/2017'], undefined],
  ] as const)('of %j is %s', (texts, order) => {
    expect(orderOfColumn(texts)?.order).toBe(order);
  });
});

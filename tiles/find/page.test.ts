import { describe, expect, it } from 'vitest';
import type { FindAnswer, FindRow } from '../api/find.ts';
import { NO_FILTERS, readState } from './query.ts';
import { countText, pageHtml, resultsHtml, spokenText, type FindView } from './page.ts';
import { clockOf, rowAt } from './moment.ts';
import { fromSaved } from './saved.ts';

const HOLIDAYS = { source: { zh: '测试', en: 'Test' }, years: { '2026': { off: [], work: [] } } };
/** Monday, 10:00 in China. */
const MOMENT = new Date('2026-03-16T02:00:00Z');

const ROW: FindRow = {
  layer: 'toilets',
  id: 'wc-1',
  name: { zh: '<中山公园>公厕', en: 'Zhongshan Park' },
  lon: 120.38,
  lat: 36.06,
  distanceM: 456,
  measured: 'street',
  minutes: 7,
  hours: '6:00-22:30',
  open: { state: 'unknown', changesInMin: null },
  fee: { value: 0, unit: { zh: '元', en: 'yuan' }, title: { zh: '收费', en: 'Fee' } },
  accessible: true,
  services: ['third_restroom'],
  detail: null,
  level: null,
  levelValue: null,
  address: { zh: '文登路', en: 'Wendeng Road' },
  phone: null,
  maxHeightM: null,
  shared: null,
  provenance: 'official',
};

function answerOf(rows: readonly FindRow[], more: Partial<FindAnswer> = {}): FindAnswer {
  return {
    kind: 'toilet',
    place: { lon: 120.381, lat: 36.061 },
    radiusM: 2000,
    at: MOMENT.toISOString(),
    timeZone: 'Asia/Shanghai',
    holidays: HOLIDAYS,
    measured: 'street',
    found: rows.length,
    isComplete: true,
    rows: rows.map((row) => rowAt(row, clockOf(MOMENT, 'Asia/Shanghai', HOLIDAYS))),
    wider: null,
    choices: { filters: ['open', 'accessible', 'third_restroom'], levels: [] },
    titles: { third_restroom: { zh: '第三卫生间', en: 'Family restroom' } },
    ...more,
  };
}

function viewOf(answer: FindAnswer | null, query = '', lang: 'zh' | 'en' = 'zh'): FindView {
  const state = readState(new URLSearchParams(`kind=toilet&lon=120.381&lat=36.061&${query}`));
  return { state, lang, from: null, others: [], answer, route: null, problem: null, savedAt: null, reviewNumber: null };
}

describe('the page of facilities', () => {
  it('says of a row what decides', () => {
    const { text } = resultsHtml(viewOf(answerOf([ROW])));
    for (const said of ['步行 7 分钟 · 460 米', '开放至 22:30', '免费', '无障碍', '第三卫生间', '去这里'])
      expect(text).toContain(said);
  });

  it('shows names as text, not as HTML', () => {
    const { text } = pageHtml(viewOf(answerOf([ROW]), 'to=toilets/wc-1&q=%3Cscript%3E'));
    expect(text).toContain('&lt;中山公园&gt;公厕');
    expect(text).not.toContain('<script');
    expect(text).not.toContain('<中山公园>');
  });

  it.each([
    ['5:50-6:30', '2026-03-16T02:00:00Z', '已关闭，周二 05:50 开放'],
    ['6:00-10:20', '2026-03-16T02:00:00Z', '即将关闭（10:20）'],
    ['全天', '2026-03-16T02:00:00Z', '开放中'],
    ['看情况', '2026-03-16T02:00:00Z', '开放时间未知'],
  ])('says of %s at %s: %s', (hours, at, said) => {
    const answer = answerOf([{ ...ROW, hours }], { at });
    expect(resultsHtml(viewOf(answer)).text).toContain(said);
  });

  it('says that a distance is a straight line where it is', () => {
    expect(resultsHtml(viewOf(answerOf([{ ...ROW, measured: 'straight' }]))).text).toContain('460 米 (直线距离)');
  });

  it('walks slower in large type', () => {
    expect(resultsHtml(viewOf(answerOf([ROW]), 'big=true')).text).toContain('步行 8 分钟 · 460 米');
  });

  it('offers the wider radius, and to ask for less', () => {
    const { text } = resultsHtml(viewOf(answerOf([], { wider: 5000 }), 'open=true'));
    expect(text).toContain('2 公里内没有符合条件的公厕');
    expect(text).toMatch(/href="[^"]*radius=5000[^"]*open=true[^"]*">扩大到 5 公里/);
    expect(text).toContain('清除筛选');
  });

  it('asks for less only where something was asked for', () => {
    const { text } = resultsHtml(viewOf(answerOf([]), 'radius=30000'));
    expect(text).toContain('30 公里内都没有。这里可能不在本市范围，请换一个地点。');
    expect(text).not.toContain('减少筛选条件');
    expect(text).not.toContain('排序');
    expect(resultsHtml(viewOf(answerOf([]), 'open=true')).text).toContain('30 公里内都没有。请减少筛选条件。');
  });

  it('does not say that it knows all where only the nearest were looked at', () => {
    const nearest = { isComplete: false };
    expect(countText({ lang: 'zh' }, answerOf([ROW], nearest))).toBe('公厕：2 公里内至少 1 处');
    expect(countText({ lang: 'zh' }, answerOf([], nearest))).toBe('最近的 500 处公厕都不符合条件');
  });

  it('says that it looks while it looks, and from where while nobody has said for what', () => {
    expect(resultsHtml(viewOf(null)).text).toContain('正在查找');
    const nothing = viewOf(null);
    const view = {
      ...nothing,
      state: { ...nothing.state, kind: null },
      from: { zh: '五四广场', en: 'May Fourth Square' },
    };
    expect(resultsHtml(view).text).toMatch(/从“五四广场”找.*您要找什么？/s);
    expect(pageHtml(view).text).toContain('data-placed="false"');
    expect(pageHtml(viewOf(answerOf([ROW]))).text).toContain('data-placed="true"');
  });

  it('reads a row aloud in whole words', () => {
    const answer = answerOf([ROW]);
    const view = viewOf(answer, '', 'en');
    expect(spokenText(view, answer.rows[0] as FindRow)).toBe(
      'Zhongshan Park, 7 min on foot · 460 m, Open until 22:30, Free, Step-free, Family restroom',
    );
    expect(countText(view, answer)).toBe('Toilets: 1 within 2 km');
  });
});

describe('an answer that was kept', () => {
  const saved = answerOf([ROW, { ...ROW, id: 'wc-2', lat: 36.07, distanceM: 1500, accessible: false }]);
  const asked = { place: saved.place, filters: NO_FILTERS, radiusM: 2000 };

  it('keeps the ways on foot from the same place, and tells the state of now', () => {
    const night = fromSaved(saved, asked, new Date('2026-03-16T15:00:00Z'));
    expect(night.rows.map(({ id, distanceM, open }) => [id, distanceM, open.state])).toEqual([
      ['wc-1', 456, 'closed'],
      ['wc-2', 1500, 'closed'],
    ]);
    expect(night.measured).toBe('street');
  });

  it('measures straight lines from another place', () => {
    const there = fromSaved(saved, { ...asked, place: { lon: 120.38, lat: 36.0699 } }, MOMENT);
    expect(there.rows.map(({ id, measured }) => [id, measured])).toEqual([
      ['wc-2', 'straight'],
      ['wc-1', 'straight'],
    ]);
    expect(there.rows[0]?.distanceM).toBe(11);
  });

  it('meets filters and the radius, and stands for the place where none is known', () => {
    expect(fromSaved(saved, { ...asked, filters: { ...NO_FILTERS, accessible: true } }, MOMENT).found).toBe(1);
    expect(fromSaved(saved, { ...asked, radiusM: 1000 }, MOMENT).found).toBe(1);
    expect(fromSaved(saved, { ...asked, place: null }, MOMENT).place).toEqual(saved.place);
  });

  it('names the wider radius that has one of those that were kept', () => {
    const few = { ...asked, radiusM: 1000, filters: { ...NO_FILTERS, accessible: true } };
    const far = { ...saved, rows: saved.rows.map((row) => ({ ...row, distanceM: row.distanceM + 1000 })) };
    expect(fromSaved(far, few, MOMENT)).toMatchObject({ found: 0, wider: 2000 });
    expect(fromSaved(far, { ...few, filters: { ...NO_FILTERS, free: true, open: true } }, MOMENT).wider).toBe(2000);
    expect(fromSaved(far, { ...few, filters: { ...NO_FILTERS, with: ['wifi'] } }, MOMENT).wider).toBeNull();
  });

  it('knows all as far as the farthest that was kept', () => {
    const nearest = { ...saved, isComplete: false };
    const isComplete = (radiusM: number) => fromSaved(nearest, { ...asked, radiusM }, MOMENT).isComplete;
    expect([isComplete(1000), isComplete(1500), isComplete(2000)]).toEqual([true, true, false]);
    expect(fromSaved(saved, { ...asked, place: { lon: 120.4, lat: 36.07 } }, MOMENT).isComplete).toBe(false);
  });
});

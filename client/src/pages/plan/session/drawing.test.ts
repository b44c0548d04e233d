import { signal } from '@preact/signals';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CoverageHeader, CoverageRequest } from '../../../../../tiles/api/coverage.ts';
import { STUDY_LIMITS } from '../../../../../tiles/api/vocabulary.ts';
import { createApp } from '../../../app/create-app.ts';
import { addMessages } from '../../../i18n/i18n.ts';
import { zhPlan } from '../../../i18n/zh-plan.ts';
import type { PlanApi } from '../api/plan-api.ts';
import { answer, CATALOGUE, cellsMessage, lonOfCell } from '../fixture.ts';
import { openStudy } from '../brief/study-file.ts';
import { streetsShown } from '../legend.ts';
import { parseMapPart, parsePlan, planQuery } from '../state/address.ts';
import { STREETS } from '../state/streets.fixture.ts';
import { vertices, withVertex } from '../state/streets.ts';
import { peopleInside, problemsOf, settingsText, streetTitle } from '../street-words.ts';
import { changeText } from './answer-change.ts';
import { addPoint, finishDrawing, takeBackPoint, whyNoStreets } from './drawing.ts';
import { countedFacilities, uncountedKey } from './facility-figures.ts';
import { askScenarios } from './scenario-table.ts';
import { createSession, type PlanSession } from './session.ts';

addMessages({ zh: zhPlan });

const at = (lon: number) => ({ lon, lat: 36.07 });

/** @param keyOf key of an answer, which is another once facilities are */
async function setUp(search = '', keyOf = (): string => 'k') {
  const app = createApp(parseMapPart(search), signal('light' as const));
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ themes: [], layers: [], areas: {} })));
  const asked: CoverageRequest[] = [];
  const unused = () => Promise.reject(new Error('unused'));
  const api: PlanApi = {
    catalogue: () => Promise.resolve(CATALOGUE),
    cells: () => Promise.resolve(cellsMessage()),
    coverage: (request) => {
      if (request.cells !== 'summary') asked.push(request);
      const { header, arrays } = answer(request);
      return Promise.resolve({ header: { ...(header as CoverageHeader), key: keyOf() }, arrays });
    },
    study: unused,
    startJob: unused,
    job: unused,
    cancelJob: unused,
    jobResult: unused,
    jobEvents: () => '',
  };
  const session = createSession(app, api, parsePlan(search), () => null);
  await Promise.all([app.catalogue.load(), session.catalogue.load()]);
  await settle();
  return { app, session, asked, query: () => planQuery(app.store, session.state.peek()) };
}

const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(300);
const streetIds = ({ streets }: PlanSession): string[] => streets.peek().map(({ id }) => id);

function drawStreet(session: PlanSession): void {
  session.take('street');
  addPoint(session, at(120.38));
  addPoint(session, at(120.385));
  expect(finishDrawing(session)).toBe(true);
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('drawing', () => {
  it('takes points, each once and back again, and makes a new street of two of them, which is selected', async () => {
    const { session, asked, query } = await setUp('?tab=siting');
    session.take('street');
    expect([addPoint(session, at(120.38)), addPoint(session, at(120.380001))]).toEqual([true, false]);
    expect(finishDrawing(session)).toBe(false);
    addPoint(session, at(120.39));
    expect(takeBackPoint(session)).toBe(true);
    addPoint(session, at(120.385));
    expect(finishDrawing(session)).toBe(true);
    await settle();
    expect(session.selected.peek()).toEqual({ kind: 'street', id: 'street-1' });
    expect([session.tool.peek(), session.drawing.peek()]).toEqual(['look', []]);
    // The tab has the card of what is selected.
    expect(session.state.peek().tab).toBe('coverage');
    expect(asked.at(-1)).toMatchObject({
      cells: 'changes',
      streetEdits: [
        {
          kind: 'add',
          id: 'street-1',
          line: [
            [120.38, 36.07],
            [120.385, 36.07],
          ],
        },
      ],
    });
    expect(query()).toContain(';n:street-1,,120.38,36.07,500,0');
    expect(streetsShown(session)).toEqual(['add']);
    expect(takeBackPoint(session)).toBe(false);
    expect(finishDrawing(session)).toBe(false);
  });

  it('makes an area of three corners, and is dropped where another tool is taken', async () => {
    const { session } = await setUp();
    session.take('shut');
    for (const lon of [120.38, 120.381]) addPoint(session, at(lon));
    expect(finishDrawing(session)).toBe(false);
    session.take('street');
    expect(session.drawing.peek()).toEqual([]);
    session.take('shut');
    for (const [lon, lat] of [
      [120.3795, 36.069],
      [120.3815, 36.069],
      [120.38, 36.072],
    ] as const)
      addPoint(session, { lon, lat });
    expect(finishDrawing(session)).toBe(true);
    expect(streetIds(session)).toEqual(['area-1']);
  });

  it('goes on to the bound of a study, and is not offered beyond it, nor where no streets are travelled', async () => {
    const { session } = await setUp();
    session.take('street');
    for (let k = 0; k < STUDY_LIMITS.vertices + 5; k += 1) addPoint(session, at(120 + k / 1e4));
    expect(session.drawing.peek()).toHaveLength(STUDY_LIMITS.vertices);
    session.take('look');
    expect(whyNoStreets(session)).toBeNull();
    const many = Array.from({ length: STUDY_LIMITS.streetEdits }, (_, k) => `n:s${k},,120,36,1,0`).join(';');
    const full = await setUp(`?sc=s1;A;${many}&s=s1`);
    expect(whyNoStreets(full.session)).toEqual({ key: 'plan.street.full', params: { n: STUDY_LIMITS.streetEdits } });
    const line = `120,36${',1,0'.repeat(STUDY_LIMITS.vertices - 1)}`;
    const long = await setUp(`?sc=s1;A;${['a', 'b', 'c', 'd', 'e'].map((id) => `n:${id},,${line}`).join(';')}&s=s1`);
    expect(whyNoStreets(long.session)?.key).toBe('plan.street.fullPoints');
    const straight = await setUp('?m=straight');
    expect(whyNoStreets(straight.session)?.key).toBe('plan.street.straight');
    const scenarios = await setUp(`?${Array.from({ length: 12 }, (_, k) => `sc=s${k + 1};A`).join('&')}`);
    expect(whyNoStreets(scenarios.session)?.key).toBe('plan.scenario.full');
  });
});

describe('street edits of a session', () => {
  it('are taken back and done again one by one; dragging a point is one step', async () => {
    const { session, asked } = await setUp();
    drawStreet(session);
    const [edit] = session.streets.peek();
    if (edit === undefined) throw new Error('nothing drawn');
    for (const lon of [120.386, 120.387, 120.388])
      session.streetPreview.value = withVertex(edit, 1, { lon, lat: 36.07 });
    await settle();
    // Under the pointer it counts already.
    expect(asked.at(-1)?.streetEdits?.[0]).toMatchObject({
      line: [
        [120.38, 36.07],
        [120.388, 36.07],
      ],
    });
    expect(session.history.peek().past).toHaveLength(1);
    session.editStreet(withVertex(edit, 1, { lon: 120.388, lat: 36.07 }));
    session.streetPreview.value = null;
    const last = () => vertices(session.streets.peek()[0] ?? edit).at(-1)?.lon;
    expect(last()).toBe(120.388);
    session.undo();
    expect(last()).toBe(120.385);
    session.undo();
    expect([streetIds(session), session.selected.peek()]).toEqual([[], null]);
    session.redo();
    session.redo();
    expect(last()).toBe(120.388);
    session.removeStreet('street-1');
    expect(streetIds(session)).toEqual([]);
    session.undo();
    expect(streetIds(session)).toEqual(['street-1']);
  });

  it('go with the scenario: its copy, its row of the table, and what it is compared with', async () => {
    const { session, asked } = await setUp();
    session.add('近期', { edits: [], streets: STREETS });
    session.duplicate();
    await settle();
    expect(session.state.peek().scenarios.list.map(({ streets }) => streets)).toEqual([STREETS, STREETS]);
    const base = session.base.peek().value;
    if (base === null) throw new Error('no answer');
    const before = asked.length;
    await askScenarios(session, base, new AbortController().signal);
    // The same changes are asked for once.
    expect(asked.slice(before).map(({ streetEdits }) => streetEdits)).toEqual([STREETS]);
    session.choose('base');
    session.update({ comparison: 'swipe', other: 's1' });
    await settle();
    expect(session.beside.coverage.peek()).not.toBeNull();
    expect(streetsShown(session)).toEqual(['add', 'close', 'oneway', 'speed', 'shut']);
  });

  it('count for nobody who travels in straight lines', async () => {
    const { session, asked } = await setUp('?m=straight');
    session.add('近期', { edits: [], streets: STREETS });
    await settle();
    expect(asked.some(({ streetEdits }) => streetEdits !== undefined)).toBe(false);
    expect(session.active.coverage.peek()).toBe(session.base.peek().value?.coverage);
  });

  it('by car are answered without people by facility, which are asked for where they are shown, once', async () => {
    const { session, asked } = await setUp('?m=drive');
    expect(uncountedKey(session)).toBeNull();
    drawStreet(session);
    await settle();
    expect(asked.at(-1)).toMatchObject({ perFacility: false });
    const key = uncountedKey(session);
    const { signal: none } = new AbortController();
    expect(await countedFacilities(session, key ?? '', none)).toHaveLength(1);
    expect(asked.at(-1)).toMatchObject({ perFacility: true, cells: 'changes' });
    const count = asked.length;
    await countedFacilities(session, key ?? '', none);
    expect(asked).toHaveLength(count);
    const walk = await setUp();
    drawStreet(walk.session);
    await settle();
    expect(walk.asked.at(-1)).not.toHaveProperty('perFacility');
    expect(uncountedKey(walk.session)).toBeNull();
  });

  it('are counted anew, in the table and by facility, once facilities are others', async () => {
    let version = 'k1';
    const { session, asked } = await setUp('?m=drive', () => version);
    drawStreet(session);
    await settle();
    const { signal: none } = new AbortController();
    const ask = async (): Promise<void> => {
      const base = session.base.peek().value;
      if (base === null) throw new Error('no answer');
      await askScenarios(session, base, none);
      await countedFacilities(session, uncountedKey(session) ?? '', none);
    };
    await ask();
    const count = asked.length;
    await ask();
    expect(asked).toHaveLength(count);
    version = 'k2';
    session.reload();
    await settle();
    const reloaded = asked.length;
    await ask();
    expect(asked.slice(reloaded).map(({ perFacility }) => perFacility)).toEqual([false, true]);
  });

  it('say in the headline what they change, against what is compared with', async () => {
    const { session } = await setUp('?min=1');
    expect(changeText(session)).toBeNull();
    drawStreet(session);
    await settle();
    expect(changeText(session)).toBe('与“现状”相比，能到的居民没有变化');
    session.edit([{ kind: 'add', id: 'new-1', lon: lonOfCell(5), lat: 36.07 }]);
    await settle();
    expect(changeText(session)).toBe('能到的居民比“现状”多 50 人');
    session.edit([{ kind: 'remove', id: 'f0' }]);
    await settle();
    expect(changeText(session)).toBe('与“现状”相比：居民中有 50 人新能到，10 人不再能到');
    session.setEdits([{ kind: 'remove', id: 'f0' }]);
    await settle();
    expect(changeText(session)).toBe('能到的居民比“现状”少 10 人');
    session.update({ comparison: 'swipe', other: 's1' });
    expect(changeText(session)).toBeNull();
  });

  it('have names, settings and problems in words', async () => {
    const { app, session } = await setUp();
    expect(STREETS.map((edit) => streetTitle(app, edit))).toEqual([
      '新建街道 1',
      '封闭街道 2',
      '单行街道 3',
      '变慢街道 4',
      '封闭区域 1',
    ]);
    expect(STREETS.map((edit) => settingsText(app, edit))).toEqual([
      '步行、骑行；单行；两端和每个交叉处',
      '步行、骑行、驾车',
      '骑行、驾车',
      '驾车；速度为原来的 50%',
      '所有人',
    ]);
    const header = session.base.peek().value?.coverage.header;
    const cells = session.cells.peek();
    const [street, other] = STREETS;
    const area = STREETS.at(-1);
    if (header === undefined || cells === null || area?.kind !== 'shut' || street === undefined || other === undefined)
      throw new Error('no answer');
    // The first two cells are in it.
    expect(peopleInside(area, cells)).toBe(30);
    const message = { zh: '另一件事', en: 'Something else' };
    const warned = {
      ...header,
      warnings: [
        { code: 'streets-warn-open-end', message, about: ['street-1'] },
        { code: 'streets-warn-new', message, about: ['street-1', 'street-2'] },
        { code: 'warn-outside', message },
      ],
    };
    expect(problemsOf(app, warned, street)).toEqual([
      '有一端没有接入街道，是断头路。请把端点拖到街道附近。',
      '另一件事',
    ]);
    expect(problemsOf(app, warned, other)).toEqual(['另一件事']);
  });
});

describe('street edits of a study file', () => {
  const base = { network: { stored: 'roads' }, demand: { stored: 'people' }, analyses: [] };
  const open = (streetEdits: unknown) =>
    openStudy(JSON.stringify({ ...base, streetEdits }), parsePlan(''))?.scenarios.list[0]?.streets;
  const line = [
    [120, 36],
    [120.1, 36],
  ];

  it('come as the page keeps them: places rounded, defaults not said, settings within what is taken', () => {
    expect(
      open([
        { kind: 'add', id: 'a', line: [...line, [120.123456789, 36]], modes: ['drive', 'walk', 'cycle'], joinM: 1e9 },
        { kind: 'close', id: 'b', line: [[120, 36]], withinM: 12.345, modes: ['fly'] },
      ]),
    ).toEqual([
      { kind: 'add', id: 'a', line: [...line, [120.12346, 36]] },
      { kind: 'close', id: 'b', line: [[120, 36]], withinM: 12.35 },
    ]);
    expect(open(STREETS)).toEqual(STREETS);
  });

  it.each([
    [null],
    [7],
    [{ kind: 'add', id: 'a' }],
    [{ kind: 'add', id: '', line }],
    [{ kind: 'add', id: '\uD800', line }],
    [{ kind: 'add', id: 'a', line: [[120, 36]] }],
    [{ kind: 'add', id: 'a', line: [[120, 36], 'x'] }],
    [{ kind: 'add', id: 'a', line: [...line, [999, 36]] }],
    [{ kind: 'speed', id: 'a', line }],
    [{ kind: 'speed', id: 'a', line, factor: 0 }],
    [{ kind: 'shut', id: 'a', area: null }],
    [{ kind: 'shut', id: 'a', area: { type: 'Polygon', coordinates: [line] } }],
    [{ kind: 'shut', id: 'a', area: { type: 'Polygon', coordinates: [[...line, [120, 37]]] } }],
    [{ kind: 'shut', id: 'a', area: { type: 'MultiPolygon', coordinates: [[]] } }],
    [{ kind: 'shut', id: 'a', area: { type: 'MultiPolygon', coordinates: 'x' } }],
    [{ kind: 'tunnel', id: 'a', line }],
  ])('are left out where they are none: %j', (edit) => {
    expect(open([edit])).toEqual([]);
  });
});

import { signal } from '@preact/signals';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CoverageRequest } from '../../../../../tiles/api/coverage.ts';
import type { Job, StudyResult } from '../../../../../tiles/api/result.ts';
import type { SitingResult } from '../../../../../tiles/api/siting.ts';
import type { Study } from '../../../../../tiles/api/study.ts';
import { ApiError } from '../../../data/errors.ts';
import { createApp } from '../../../app/create-app.ts';
import { addMessages } from '../../../i18n/i18n.ts';
import { zhBrief } from '../../../i18n/zh-brief.ts';
import { zhFound } from '../../../i18n/zh-found.ts';
import { zhPlan } from '../../../i18n/zh-plan.ts';
import type { PlanApi } from '../api/plan-api.ts';
import { sumWithin } from '../data/coverage.ts';
import { answer, CATALOGUE, cellsMessage, CELLS_HEADER, lonOfCell, NOTHING_FOUND } from '../fixture.ts';
import { leftOutText, partsNotShown } from '../brief/not-shown.ts';
import { scopeText } from '../brief/scope-text.ts';
import { openStudy, studyFile } from '../brief/study-file.ts';
import { subjectOf } from '../brief/subject.ts';
import { exportFound, foundExports } from '../found/exports.ts';
import { marksShown } from '../legend.ts';
import { otherPeopleText, otherQuestionText } from '../siting/fit-words.ts';
import { parseMapPart, parsePlan, planQuery } from '../state/address.ts';
import { NO_CHANGES } from '../state/scenarios.ts';
import { STREETS } from '../state/streets.fixture.ts';
import { askedOf } from './question.ts';
import { createSession, isUnknownArea, type PlanSession } from './session.ts';
import { sitesAsEdits } from './proposal.ts';
import { lacksOf, sitingStudy } from './siting.ts';

addMessages({ zh: { ...zhPlan, ...zhFound, ...zhBrief } });

interface SetUp {
  readonly session: PlanSession;
  readonly asked: CoverageRequest[];
  readonly api: { -readonly [K in keyof PlanApi]: PlanApi[K] };
  readonly query: () => string;
}

async function setUp(search = '', own: Partial<PlanApi> = {}): Promise<SetUp> {
  const app = createApp(parseMapPart(search), signal('light' as const));
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ themes: [], layers: [], areas: {} })));
  const asked: CoverageRequest[] = [];
  const api: SetUp['api'] = {
    catalogue: () => Promise.resolve(CATALOGUE),
    cells: () => Promise.resolve(cellsMessage()),
    coverage: (request) => {
      // Figures that come before the cells have a test of their own.
      if (request.cells !== 'summary') asked.push(request);
      return Promise.resolve(answer(request));
    },
    study: () => Promise.resolve(RESULT),
    startJob: () => Promise.resolve(JOB),
    job: () => Promise.resolve(JOB),
    cancelJob: () => Promise.resolve(null),
    jobResult: () => Promise.resolve(RESULT),
    jobEvents: () => '',
    ...own,
  };
  const session = createSession(app, api, parsePlan(search), () => null);
  await Promise.all([app.catalogue.load(), session.catalogue.load()]);
  await settle();
  return { session, asked, api, query: () => planQuery(app.store, session.state.peek()) };
}

const JOB: Job = {
  id: 'j',
  state: 'running',
  title: null,
  progress: {
    share: 0,
    analysis: 0,
    phase: 'greedy',
    siting: { phase: 'greedy', atMs: 1, objective: 60, bound: null, gap: null },
  },
  createdAt: '',
  finishedAt: null,
  error: null,
  result: null,
};
const FOUND: SitingResult = {
  kind: 'siting',
  model: 'mclp',
  candidates: 10,
  status: 'optimal',
  chosen: ['c5'],
  sites: [{ id: 'c5', lon: lonOfCell(5), lat: 36.07, people: 90, cost: null }],
  objective: 150,
  bound: 150,
  gap: 0,
  before: 60,
  meanCost: 300,
  served: { people: 150, share: 0.5 },
  unservable: { cells: 0, people: 0 },
  steps: [],
};
const RESULT: StudyResult = { ...NOTHING_FOUND, results: [FOUND] };

const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(300);
const within = ({ active, withinS }: PlanSession): number => {
  const coverage = active.coverage.peek();
  return coverage === null ? NaN : sumWithin(coverage.people, withinS.peek());
};

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('the planners’ session', () => {
  it('asks for the whole city once, and for the figures of a new time only when the slider rests', async () => {
    const { session, asked } = await setUp('?min=3');
    expect(asked).toEqual([
      expect.objectContaining({
        cells: 'packed',
        withinS: 180,
        limitS: 3600,
        network: { stored: 'roads' },
        travel: { mode: 'walk', direction: 'to-facility' },
      }),
    ]);
    expect(within(session)).toBe(30);
    for (const minutes of [4, 5, 6, 7]) session.update({ minutes });
    // Read from the current answer.
    expect([within(session), asked.length]).toEqual([100, 1]);
    await settle();
    expect(asked.slice(1)).toEqual([expect.objectContaining({ cells: 'changes', withinS: 420 })]);
    session.update({ minutes: 3 });
    await settle();
    expect([within(session), asked.length]).toEqual([30, 2]);
  });

  it('answers for the area that the address names, however something else is selected', async () => {
    const { session, query } = await setUp('?min=3&in=370203');
    // Two cells 300 s and 400 s from the facility; nobody lives in the second.
    expect(session.figures.peek()).toMatchObject({ cells: 2, people: 40, peopleWithin: 0 });
    expect(session.chosen.peek()).toEqual(Uint8Array.of(0, 0, 0, 1, 1, 0));
    session.update({ minutes: 5 });
    session.selected.value = { kind: 'cell', cell: 0 };
    expect(session.figures.peek()).toMatchObject({ people: 40, peopleWithin: 40, areaM2Within: 10_000 });
    expect(session.chosen.peek()).toEqual(Uint8Array.of(1, 0, 0, 0, 0, 0));
    expect(query()).toContain('in=370203');
    session.update({ area: null });
    expect(session.figures.peek()).toMatchObject({ people: 150, peopleWithin: 100 });
    expect(query()).toBe('?min=5');
  });

  it('has the figures of the whole city before the cells, and lets what is larger wait for them', async () => {
    let release = (): void => undefined;
    const { session } = await setUp('?min=3', {
      cells: () =>
        new Promise((resolve) => {
          release = () => resolve(cellsMessage());
        }),
    });
    expect([session.cells.peek(), session.isAnswered.peek()]).toEqual([null, true]);
    const early = session.figures.peek();
    expect(early).toMatchObject({ people: 150, peopleWithin: 30 });
    release();
    await settle();
    expect(session.cells.peek()).not.toBeNull();
    expect(session.figures.peek()).toMatchObject({ people: 150, peopleWithin: 30 });
  });

  it('has the figures of a district before the cells too, and of another that is chosen while they come', async () => {
    const { session } = await setUp('?min=5&in=370203', { cells: () => new Promise(() => undefined) });
    expect([session.cells.peek(), session.isAnswered.peek()]).toEqual([null, true]);
    const ofDistrict = { people: 40, peopleWithin: 40, areaM2: 20_000, areaM2Within: 10_000 };
    expect(session.figures.peek()).toEqual(ofDistrict);
    session.update({ area: '370202' });
    expect(session.figures.peek()).toBeNull();
    await settle();
    expect(session.figures.peek()).toMatchObject({ people: 60, peopleWithin: 60 });
    session.update({ minutes: 1 });
    await settle();
    expect(session.figures.peek()).toMatchObject({ people: 60, peopleWithin: 10 });
    session.update({ area: '999999' });
    await settle();
    expect(session.figures.peek()).toBeNull();
    session.update({ area: null });
    expect(session.figures.peek()).toMatchObject({ people: 150, peopleWithin: 10 });
  });

  it('keeps nothing waiting for an analysis that hangs, has failed or has nothing to answer', async () => {
    const hangs = await setUp('', { coverage: () => new Promise(() => undefined) });
    expect(hangs.session.isAnswered.peek()).toBe(false);
    await vi.advanceTimersByTimeAsync(8000);
    expect(hangs.session.isAnswered.peek()).toBe(true);
    const fails = await setUp('', { coverage: () => Promise.reject(new ApiError({ code: 'offline' })) });
    expect(fails.session.isAnswered.peek()).toBe(true);
    const empty = await setUp('', { catalogue: () => Promise.resolve({ ...CATALOGUE, networks: [] }) });
    expect(empty.session.isAnswered.peek()).toBe(true);
  });

  it('explains the marks that the map shows: from far away those of the scenario alone', async () => {
    const { session } = await setUp('?sc=s1;A;a:new-1,120.383,36.07;r:f0&s=s1&sc=s2;B;m:f0,120.382,36.07');
    expect(marksShown(session, false)).toEqual(['existing', 'added', 'removed']);
    expect(marksShown(session, true)).toEqual(['added', 'removed']);
    session.update({ comparison: 'swipe', other: 's2' });
    expect(marksShown(session, true)).toEqual(['added', 'moved', 'removed']);
    session.choose('base');
    session.update({ comparison: 'off' });
    expect(marksShown(session, true)).toEqual([]);
  });

  it('gives no figures for an area without people, and says so', async () => {
    const { session } = await setUp('?min=3&in=999999');
    expect([session.figures.peek(), session.areaCells.peek(), isUnknownArea(session)]).toEqual([null, null, true]);
    session.update({ area: '370202' });
    expect(isUnknownArea(session)).toBe(false);
  });

  it('begins a scenario with the first edit, takes it back, and asks nothing twice', async () => {
    const { session, asked } = await setUp('?min=3');
    const id = session.addFacility({ lon: lonOfCell(5), lat: 36.07 });
    await settle();
    expect([session.state.peek().scenarios.active, session.activeName.peek(), session.selected.peek()]).toEqual([
      's1',
      '方案 1',
      { kind: 'facility', id },
    ]);
    expect(within(session)).toBe(80);
    session.undo();
    await settle();
    expect([session.state.peek().scenarios.list, within(session)]).toEqual([[], 30]);
    session.redo();
    await settle();
    expect([within(session), asked.length]).toEqual([80, 2]);
  });

  it('shows what dragging would change, without adding an undo step', async () => {
    const { session, asked } = await setUp('?min=3');
    session.preview.value = { kind: 'move', id: 'f0', lon: lonOfCell(3), lat: 36.07 };
    await settle();
    expect([within(session), session.history.peek().past.length]).toEqual([70, 0]);
    session.edit([{ kind: 'move', id: 'f0', lon: lonOfCell(3), lat: 36.07 }]);
    session.preview.value = null;
    await settle();
    // The last answer of the drag is also that of the step.
    expect([within(session), session.history.peek().past.length, asked.length]).toEqual([70, 1, 2]);
    session.undo();
    await settle();
    expect(within(session)).toBe(30);
  });

  it('compares the scenario with another beside it', async () => {
    const { session } = await setUp(
      `?min=3&sc=s1;A;m:f0,${lonOfCell(3)},36.07&sc=s2;B;a:new-1,${lonOfCell(5)},36.07&s=s1&cmp=difference,s2,0.5`,
    );
    expect(within(session)).toBe(70);
    expect(session.reference.peek()?.cost).toEqual(session.beside.coverage.peek()?.cost);
    expect(Array.from(session.beside.coverage.peek()?.cost ?? [])).toEqual([0, 100, 200, 200, 100, 0]);
    session.remove('s2');
    expect(session.state.peek().other).toBe('base');
    session.update({ comparison: 'off' });
    expect(session.reference.peek()?.cost).toEqual(session.base.peek().value?.coverage.cost);
  });

  it('computes the same from its link', async () => {
    const first = await setUp('?min=3&m=cycle');
    first.session.addFacility({ lon: lonOfCell(5), lat: 36.07 });
    first.session.edit([{ kind: 'remove', id: 'f0' }]);
    await settle();
    const second = await setUp(first.query());
    expect(second.asked.at(-1)).toEqual(first.asked.at(-1));
    expect(second.session.active.coverage.peek()?.cost).toEqual(first.session.active.coverage.peek()?.cost);
    expect(second.query()).toBe(first.query());
  });

  it('reports a failed answer, keeps the previous one, and retries on request', async () => {
    const { session, api, asked } = await setUp('?min=3');
    const { coverage } = api;
    api.coverage = () => Promise.reject(new ApiError({ code: 'offline' }));
    session.addFacility({ lon: lonOfCell(5), lat: 36.07 });
    await settle();
    expect([session.active.error.peek()?.code, within(session)]).toEqual(['offline', 30]);
    // The figures are those of before: nobody may take them for the scenario's.
    expect(session.active.isOfOther.peek()).toBe(true);
    session.undo();
    await settle();
    expect(session.active.isOfOther.peek()).toBe(false);
    session.redo();
    await settle();
    api.coverage = coverage;
    session.active.retry();
    await settle();
    expect([session.active.error.peek(), within(session), asked.length]).toEqual([null, 80, 2]);
    expect(session.active.isOfOther.peek()).toBe(false);
  });

  it('shows the figures of the active scenario, for the time of the slider, before the cells are there', async () => {
    const { session, api } = await setUp(`?min=3&sc=s1;A;a:new-1,${String(lonOfCell(5))},36.07&s=s1`);
    const { coverage } = api;
    const kinds: string[] = [];
    let release = (): void => undefined;
    api.cells = (_demand, { onProgress } = {}) => {
      onProgress?.(0.4);
      return new Promise((resolve) => {
        release = () => resolve(cellsMessage({ ...CELLS_HEADER, key: 'p2' }));
      });
    };
    api.coverage = async (request) => {
      kinds.push(request.cells);
      const message = await coverage(request);
      return { ...message, header: { ...(message.header as object), demandKey: 'p2' } };
    };
    session.reload();
    await settle();
    expect([session.base.peek().value, session.progress.peek()]).toEqual([null, 0.4]);
    expect(session.summary.peek()).toMatchObject({ withinS: 180, coveredPeople: 80, people: 150 });
    session.update({ minutes: 4 });
    await settle();
    expect(session.summary.peek()).toMatchObject({ withinS: 240, coveredPeople: 150 });
    release();
    await settle();
    expect(within(session)).toBe(150);
    expect(kinds.slice(0, 3)).toEqual(['summary', 'packed', 'summary']);
  });

  it('reloads the cells where the population has changed', async () => {
    const { session, api } = await setUp();
    const cells = vi.fn(() => Promise.resolve(cellsMessage({ ...CELLS_HEADER, key: 'p2' })));
    api.cells = cells;
    const { coverage } = api;
    api.coverage = async (request) => {
      const message = await coverage(request);
      return { ...message, header: { ...(message.header as object), demandKey: 'p2' } };
    };
    session.reload();
    await settle();
    expect([cells.mock.calls.length, session.cells.peek()?.header.key]).toEqual([1, 'p2']);
  });

  it('maps the network of an old link to its new id, unless a network still has the old one', () => {
    const { question } = parsePlan('?net=streets');
    const networks = (...ids: string[]) => CATALOGUE.networks.flatMap((each) => ids.map((id) => ({ ...each, id })));
    const asked = (...ids: string[]) => askedOf(question, { ...CATALOGUE, networks: networks(...ids) }, () => null);
    expect(asked('osm', 'roads')?.network).toBe('roads');
    expect(asked('roads', 'streets')?.network).toBe('streets');
    expect(asked('osm')?.network).toBe('streets');
  });

  it('has no question where the service has no people, and straight lines where it has no roads', async () => {
    const { session, asked, api } = await setUp();
    api.catalogue = () => Promise.resolve({ ...CATALOGUE, demands: [] });
    await session.catalogue.load();
    expect([session.asked.peek(), asked.length]).toEqual([null, 1]);
    api.catalogue = () => Promise.resolve({ ...CATALOGUE, networks: [] });
    await session.catalogue.load();
    await settle();
    expect(asked.at(-1)?.network).toEqual({ straight: { detour: 1.3 } });
  });

  it('asks for the people of a group with their cells, and its texts are about them', async () => {
    const cells = vi.fn<PlanApi['cells']>(() => Promise.resolve(cellsMessage()));
    const demands = [{ ...CELLS_HEADER, groups: ['60+', '户数'] }];
    const catalogue = () => Promise.resolve({ ...CATALOGUE, demands });
    const { session, asked } = await setUp('?for=60%2B', { cells, catalogue });
    const groupOf = () => [cells.mock.lastCall?.[0].for, asked.at(-1)?.for, session.cells.peek()?.group];
    const { t } = session.app.i18n;
    expect([groupOf(), t('plan.figure.beyond')]).toEqual([['60+', '60+', '60+'], '未覆盖 60 岁及以上人口']);
    session.ask({ group: '户数' });
    expect(t('plan.unit.people', { n: 2 })).toBe('2 户');
    await settle();
    expect(groupOf()).toEqual(['户数', '户数', '户数']);
    session.ask({ group: null });
    await settle();
    expect(groupOf()).toEqual([undefined, undefined, null]);
    expect([cells.mock.calls.length, t('plan.unit.people', { n: 2 })]).toEqual([3, '2 人']);
  });

  it('tells of what the other people do not have', async () => {
    const demand = { ...CELLS_HEADER, id: 'others', groups: ['60+'] };
    const known = { ...CATALOGUE, demands: [{ ...CELLS_HEADER, groups: ['户数'] }, demand] };
    const { session } = await setUp('?for=%E6%88%B7%E6%95%B0', { catalogue: () => Promise.resolve(known) });
    session.ask({ demand: 'others' });
    expect(session.state.peek().question).toMatchObject({ demand: 'others', group: null });
    expect(session.app.ui.notices.peek()).toMatchObject([{ key: 'plan.dropped', params: { parts: '人群' } }]);
  });
});

describe('the optimiser', () => {
  const asked = {
    network: 'roads',
    detour: null,
    demand: 'people',
    group: null,
    layer: 'toilets',
    filter: 'a = 1',
    travel: { mode: 'walk' as const },
  };
  const edits = [{ kind: 'remove' as const, id: 'f0' }];

  it('gets the parameters of its model, with the existing facilities or without', () => {
    const { siting } = parsePlan('?opt=mclp,7,1,20,300,10&no=120,36,121,36,121,37');
    expect(sitingStudy(asked, { edits, streets: [] }, siting, 900)).toMatchObject({
      facilities: { layer: 'toilets', filter: 'a = 1' },
      edits,
      candidates: { cells: { minPeople: 20, spacingM: 300 } },
      analyses: [
        {
          kind: 'siting',
          model: 'mclp',
          p: 7,
          within: 900,
          timeLimitS: 10,
          forbidden: [
            {
              type: 'Polygon',
              coordinates: [
                [
                  [120, 36],
                  [121, 36],
                  [121, 37],
                  [120, 36],
                ],
              ],
            },
          ],
        },
      ],
    });
    const bare = sitingStudy(
      asked,
      { edits, streets: [] },
      { ...siting, model: 'lscp', keepExisting: false, forbidden: [] },
      900,
    );
    expect([bare.facilities, bare.edits]).toEqual([undefined, undefined]);
    expect(bare.analyses[0]).not.toHaveProperty('p');
    expect(sitingStudy(asked, NO_CHANGES, { ...siting, model: 'p-median' }, 900).analyses[0]).not.toHaveProperty(
      'within',
    );
  });

  it('is held to a number and a budget at once, and to capacities, of cells or of a layer', () => {
    const { siting } = parsePlan('?opt=mclp,5&cost=1000,,200&cap=1,seats,300,,600,whole');
    expect(lacksOf(siting)).toEqual([]);
    const study = sitingStudy(asked, NO_CHANGES, siting, 900);
    expect(study).toMatchObject({
      facilities: { layer: 'toilets', filter: 'a = 1', capacity: 'seats', defaultCapacity: 300 },
      candidates: { cells: { cost: 200, capacity: 600 } },
      analyses: [{ p: 5, budget: 1000, useCapacities: true, wholeCells: true }],
    });
    const layered = parsePlan('?opt=mclp,5&site=sites&cost=1000,price,200&cap=1,,300,places,').siting;
    expect(sitingStudy(asked, NO_CHANGES, layered, 900)).toMatchObject({
      facilities: { defaultCapacity: 300 },
      candidates: { layer: 'sites', cost: 'price', defaultCost: 200, capacity: 'places' },
    });
    // What is not asked for limits nothing.
    const plain = sitingStudy(asked, NO_CHANGES, { ...siting, budget: null, useCapacities: false }, 900);
    expect(plain.facilities).toEqual({ layer: 'toilets', filter: 'a = 1' });
    expect(plain.candidates).toEqual({ cells: { minPeople: 20, spacingM: 300, max: 5000 } });
    expect(sitingStudy(asked, NO_CHANGES, { ...siting, model: 'lscp' }, 900).analyses[0]).not.toHaveProperty('budget');
  });

  it.each([
    ['?cost=1000,,', ['cost']],
    ['?cost=1000,price,', ['cost']],
    ['?site=sites&cost=1000,price,', []],
    ['?opt=lscp&cost=1000,,', []],
    ['?cap=1,,,,', ['capacity', 'newCapacity']],
    ['?opt=mclp,5,0&cap=1,,,,900', []],
    ['?cap=1,seats,,,900', []],
    ['?cap=1,seats,,places,', ['newCapacity']],
    ['', []],
  ])('lacks by %s: %j', (search, lacks) => {
    expect(lacksOf(parsePlan(search).siting)).toEqual(lacks);
  });

  it('runs as a job that shows its steps, and turns its sites into edits', async () => {
    const { session, api } = await setUp();
    const bounded: Job = {
      ...JOB,
      progress: { ...JOB.progress, siting: { phase: 'bound', atMs: 9, objective: 60, bound: 80, gap: 0.25 } },
    };
    const states: Job[] = [JOB, bounded, bounded, { ...bounded, state: 'done', result: '/r' }];
    api.job = () => Promise.resolve(states.shift() ?? JOB);
    void session.siting.start(sitingStudy(asked, NO_CHANGES, session.state.peek().siting, 900));
    await vi.advanceTimersByTimeAsync(5000);
    const { status, steps, result } = session.siting.state.peek();
    expect([status, steps.map(({ gap }) => gap), result]).toEqual(['done', [null, 0.25], RESULT]);
    expect(sitesAsEdits(FOUND, [{ kind: 'add', id: 'new-1', lon: 1, lat: 1 }])).toEqual([
      { kind: 'add', id: 'new-1', lon: 1, lat: 1 },
      { kind: 'add', id: 'new-2', lon: lonOfCell(5), lat: 36.07 },
    ]);
  });

  it('marks what it would close beside what is edited meanwhile, and says what its file is of', async () => {
    const { session, api } = await setUp('?tab=siting');
    const found = { kind: 'closure', closed: [{ id: 'f0', lon: 120.38, lat: 36.07, people: 10 }] };
    const result = { ...RESULT, results: [found] } as unknown as StudyResult;
    api.job = () => Promise.resolve({ ...JOB, state: 'done', result: 'r' });
    api.jobResult = () => Promise.resolve(result);
    const study: Study = { title: 'asked', analyses: [{ kind: 'closure', model: 'mclp', close: 1 }] };
    void session.siting.start(study);
    await vi.advanceTimersByTimeAsync(3000);
    session.edit([{ kind: 'add', id: 'new-1', lon: lonOfCell(4), lat: 36.07 }]);
    session.preview.value = { kind: 'move', id: 'new-1', lon: lonOfCell(5), lat: 36.07 };
    expect(session.marked.peek()).toEqual([
      { kind: 'add', id: 'new-1', lon: lonOfCell(5), lat: 36.07 },
      { kind: 'remove', id: 'f0' },
    ]);
    session.preview.value = null;
    await settle();

    const subject = subjectOf(session.app, session, new Date(0), { origin: 'http://x', pathname: '/plan' });
    const files: { name: string; blob: Blob }[] = [];
    if (subject === null) throw new Error('nothing to export');
    const task = { abort: new AbortController().signal, progress: () => undefined, save: files.push.bind(files) };
    const saved = exportFound(subject, { id: 'run', format: 'geojson' }, task);
    await vi.advanceTimersByTimeAsync(1000);
    await saved;
    const file = JSON.parse((await files[0]?.blob.text()) ?? '') as object;
    expect(file).toMatchObject({ type: 'FeatureCollection', study, features: [{ id: 'f0' }] });
    // The scenario of the page has another facility by now.
    expect(file).not.toHaveProperty('scenario');
  });

  it('shows no number of other people, and names them; of another question or scenario it says so', async () => {
    const { session, api } = await setUp('?min=3&tab=siting');
    api.job = () => Promise.resolve({ ...JOB, state: 'done', result: 'r' });
    const now = session.asked.peek();
    if (now === null) throw new Error('no question');
    void session.siting.start(sitingStudy(now, NO_CHANGES, session.state.peek().siting, 180));
    await vi.advanceTimersByTimeAsync(3000);
    const cells = session.cells.peek();
    const files = () => (cells === null ? null : foundExports(session.app, session, cells).length);
    expect([otherPeopleText(session.app, session), otherQuestionText(session.app, session)]).toEqual([null, null]);
    expect([session.proposed.peek().length, session.proposed.peek()[0]?.gain, files()]).toEqual([1, 50, 1]);

    const { question } = session.state.peek();
    session.update({ question: { ...question, group: '家庭' } });
    expect(otherPeopleText(session.app, session)).toBe('全部人口');
    expect([session.siting.state.peek().result, session.proposed.peek(), files()]).toEqual([null, [], 0]);

    session.update({ question: { ...question, mode: 'cycle' }, minutes: 9 });
    await settle();
    expect(otherPeopleText(session.app, session)).toBeNull();
    expect(otherQuestionText(session.app, session)).toBe(
      '这个结果是按另一问题或方案算的，当时为：步行、居民前往设施、测试；3 分钟。',
    );
    expect(session.proposed.peek().map(({ gain }) => gain)).toEqual([null]);

    session.update({ question, minutes: 3 });
    session.edit([{ kind: 'remove', id: 'f0' }]);
    await settle();
    expect(otherQuestionText(session.app, session)).toBe('这个结果是按另一问题或方案算的，当时为：现状。');
    session.add('选址', session.proposal.peek()?.after);
    expect(otherQuestionText(session.app, session)).toBeNull();
  });

  it('can be cancelled, and says why it failed', async () => {
    const { session, api } = await setUp();
    const cancelled: string[] = [];
    api.cancelJob = (id) => {
      cancelled.push(id);
      api.job = () => Promise.resolve({ ...JOB, state: 'cancelled' });
      return Promise.resolve(null);
    };
    void session.siting.start({ analyses: [] });
    await settle();
    session.siting.cancel();
    await vi.advanceTimersByTimeAsync(3000);
    expect([cancelled, session.siting.state.peek().status]).toEqual([['j'], 'cancelled']);
    // Before the service has said which job it is.
    api.job = () => Promise.resolve(JOB);
    void session.siting.start({ analyses: [] });
    session.siting.cancel();
    await vi.advanceTimersByTimeAsync(3000);
    expect([cancelled, session.siting.state.peek().status]).toEqual([['j', 'j'], 'cancelled']);
    api.job = () =>
      Promise.resolve({ ...JOB, state: 'failed', error: { code: 'out-of-memory', message: 'Too large.' } });
    void session.siting.start({ analyses: [] });
    await vi.advanceTimersByTimeAsync(3000);
    expect(session.siting.state.peek()).toMatchObject({
      status: 'failed',
      error: { code: 'out-of-memory', message: 'Too large.', worded: true },
    });
  });
});

describe('a study in a file', () => {
  it('opens as the scenario that was saved', async () => {
    const { session } = await setUp('?min=20&m=cycle&v=5');
    session.add('近期', {
      edits: [
        { kind: 'add', id: 'new-1', lon: lonOfCell(5), lat: 36.07 },
        { kind: 'remove', id: 'f0' },
      ],
      streets: STREETS,
    });
    const asked = session.asked.peek();
    if (asked === null) throw new Error('no question');
    const text = JSON.stringify(studyFile(asked, '近期', session.changes.peek(), 1200));
    expect(partsNotShown(text)).toEqual([]);
    const opened = openStudy(text, parsePlan(''));
    expect(opened).toMatchObject({
      minutes: 20,
      question: { mode: 'cycle', speedMps: 5, network: 'roads', demand: 'people', layer: 'toilets' },
    });
    expect(opened?.scenarios.list).toEqual([{ id: 's1', name: '近期', ...session.changes.peek() }]);
  });

  it('names what of it the page does not show', () => {
    const study = {
      travel: { mode: 'transit', transit: 'metro', date: '2026-11-30', depart: '08:00', maxRides: 2 },
      travels: [{ id: 'bike', mode: 'cycle' }],
      streetEdits: [{ kind: 'close', id: 'works', line: [[120, 36]] }],
      analyses: [
        { kind: 'coverage', within: [900], for: 'pupils' },
        { kind: 'siting', model: 'mclp', periods: [{ budget: 1 }] },
      ],
    };
    const parts = ['transit', 'groups', 'travels', 'analyses'];
    expect(partsNotShown(JSON.stringify(study))).toEqual(parts.map((part) => `plan.notShown.${part}`));
    const driven = { travel: { mode: 'drive', depart: '08:00', speeds: [] }, analyses: [{ kind: 'e2sfca' }] };
    expect(partsNotShown(JSON.stringify(driven))).toEqual(['plan.notShown.hours', 'plan.notShown.analyses']);
    const rules = { profile: 'wheelchair', rules: { maxSlope: 0.06 } };
    expect(partsNotShown(JSON.stringify({ travel: rules, analyses: [] }))).toEqual(['plan.notShown.profile']);
    expect(partsNotShown('{"travels":[],"analyses":[{"kind":"gaps"}]}')).toEqual([]);
  });

  it.each(['', '{', '[]', '{"analyses":[]}', '{"network":{"stored":"a"},"demand":{"points":[]},"analyses":[]}'])(
    'that is not one of this service’s is refused: %s',
    (text) => {
      expect(openStudy(text, parsePlan(''))).toBeNull();
    },
  );

  it('repeats the siting that was run about the same scenario, and brings its limits back', () => {
    const asked = {
      network: 'roads',
      detour: null,
      demand: 'people',
      group: null,
      layer: 'toilets',
      filter: null,
      travel: { mode: 'walk' as const },
    };
    const edits = [{ kind: 'remove' as const, id: 'f0' }];
    const search = '?opt=p-median,7,1,20,300,10&cost=1000,,200&cap=1,seats,300,,600,whole&no=120,36,121,36,121,37';
    const { siting } = parsePlan(search);
    const run = sitingStudy(asked, { edits, streets: [] }, siting, 900);
    const file = studyFile(asked, '近期', { edits, streets: [] }, 900, run);
    expect(file.analyses.map(({ kind }) => kind)).toEqual(['coverage', 'gaps', 'overlap', 'assignment', 'siting']);
    expect(openStudy(JSON.stringify(file), parsePlan(''))?.siting).toEqual(siting);
    expect(openStudy(JSON.stringify(run), parsePlan(''))?.siting).toEqual(siting);
    // Of another scenario it is not part.
    expect(studyFile(asked, '现状', NO_CHANGES, 900, run).analyses).toHaveLength(4);
    const broken = { ...file, candidates: 'x', facilities: null, analyses: [{ kind: 'siting', forbidden: [{}] }] };
    expect(openStudy(JSON.stringify(broken), parsePlan(''))?.siting.from).toBeNull();
  });

  it('is told of with the edits that are left out of it: broken, repeated, or one too many', async () => {
    const { session } = await setUp();
    const [street] = STREETS;
    const leftOut = (streetEdits: readonly unknown[], edits: readonly unknown[] = []) =>
      leftOutText(session.app, JSON.stringify({ network: { stored: 'a' }, analyses: [], edits, streetEdits }));
    expect(leftOut(STREETS, [{ kind: 'remove', id: 'z' }])).toBeNull();
    expect(leftOut([])).toBeNull();
    expect(leftOut([{ kind: 'add', line: 'x' }, { kind: 'fly' }])).toContain('没有读入：街道改动 2 项。');
    expect(leftOut([street, street], [null])).toContain('没有读入：设施改动 1 项、街道改动 1 项。');
    const many = Array.from({ length: 300 }, (_, n) => ({ ...street, id: `street-${String(n)}` }));
    expect(leftOut(many)).toContain('街道改动 100 项。');
  });

  it('is of the whole city, and says so where a district is asked about', async () => {
    const { session } = await setUp('?in=370202');
    expect(scopeText(session.app, session.state.peek().area)).toBe(
      '研究文件是全市的，不记录所选的范围（370202）；打开后请再选一次。',
    );
    expect(scopeText(session.app, null)).toBeNull();
  });

  it('brings no edit without a place', () => {
    const text = JSON.stringify({
      network: { stored: 'a' },
      demand: { stored: 'b' },
      analyses: [],
      edits: [null, { kind: 'add', id: 'x' }, { kind: 'move', id: 'y', lon: 999, lat: 1 }, { kind: 'remove', id: 'z' }],
    });
    expect(openStudy(text, parsePlan(''))?.scenarios.list[0]?.edits).toEqual([{ kind: 'remove', id: 'z' }]);
  });
});

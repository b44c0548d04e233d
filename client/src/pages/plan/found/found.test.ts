import { signal } from '@preact/signals';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { StudyResult } from '../../../../../tiles/api/result.ts';
import type { AnalysisRequest, Study } from '../../../../../tiles/api/study.ts';
import { createApp } from '../../../app/create-app.ts';
import { addMessages } from '../../../i18n/i18n.ts';
import { zhPlan } from '../../../i18n/zh-plan.ts';
import type { PlanApi } from '../api/plan-api.ts';
import { openStudy, studyFile } from '../brief/study-file.ts';
import { partsNotShown } from '../brief/not-shown.ts';
import { paintUnits, peopleOfClasses, type Painting } from '../data/painting.ts';
import { answer, CATALOGUE, CELLS, cellsMessage, NOTHING_FOUND, PEOPLE } from '../fixture.ts';
import { createSession, type PlanSession } from '../session/session.ts';
import { parseMapPart, parsePlan } from '../state/address.ts';
import { NO_CHANGES } from '../state/scenarios.ts';
import { DECAYS, PARTS } from '../state/types.ts';
import { fittingTold, foundOf, partStudies } from './ask.ts';
import { decayFrom, decayOf } from './decay.ts';
import { opportunityClasses } from './opportunity-classes.ts';
import { waysOf } from './tables.ts';
import { askedMinutes } from './words.ts';

addMessages({ zh: zhPlan });

async function setUp(search: string, study: PlanApi['study'], catalogue = CATALOGUE): Promise<PlanSession> {
  const app = createApp(parseMapPart(search), signal('light' as const));
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ themes: [], layers: [], areas: {} })));
  const api: PlanApi = {
    catalogue: () => Promise.resolve(catalogue),
    cells: () => Promise.resolve(cellsMessage()),
    coverage: (request) => Promise.resolve(answer(request)),
    study,
    startJob: () => Promise.reject(new Error('no job')),
    job: () => Promise.reject(new Error('no job')),
    cancelJob: () => Promise.resolve(null),
    jobResult: () => Promise.reject(new Error('no job')),
    jobEvents: () => '',
  };
  const session = createSession(app, api, parsePlan(search), () => null);
  await Promise.all([app.catalogue.load(), session.catalogue.load()]);
  await vi.advanceTimersByTimeAsync(0);
  return session;
}

describe('a further part', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('asks nothing before it is open, then once, and again once the scenario is another', async () => {
    const asked: Study[] = [];
    const session = await setUp('?more=backup', (study) => {
      asked.push(study);
      return Promise.resolve(NOTHING_FOUND);
    });
    const { backup } = foundOf(session);
    await vi.advanceTimersByTimeAsync(2000);
    expect(asked).toEqual([]);
    const stop = backup.watch();
    await vi.advanceTimersByTimeAsync(2000);
    expect(asked).toMatchObject([{ analyses: [{ kind: 'overlap', within: 900, atLeast: 2 }] }]);
    expect([backup.isStale.peek(), fittingTold(session).map(([part]) => part)]).toEqual([false, ['backup']]);

    session.edit([{ kind: 'remove', id: 'f0' }]);
    expect([backup.isStale.peek(), fittingTold(session)]).toEqual([true, []]);
    // The earlier answer stays until the newer has come.
    expect(backup.told.peek()).not.toBeNull();
    await vi.advanceTimersByTimeAsync(2000);
    expect(asked.map(({ edits = [] }) => edits.length)).toEqual([0, 1]);
    expect(backup.isStale.peek()).toBe(false);
    stop();
    session.undo();
    await vi.advanceTimersByTimeAsync(2000);
    expect([asked.length, backup.isStale.peek()]).toEqual([2, true]);
    // Opened again it asks what it has missed.
    backup.watch()();
  });

  it('asks nothing while a facility or a street is dragged', async () => {
    const study = vi.fn(() => Promise.resolve(NOTHING_FOUND));
    const session = await setUp('?more=huff', study);
    const stop = foundOf(session).huff.watch();
    await vi.advanceTimersByTimeAsync(2000);
    for (let step = 0; step < 5; step += 1) {
      session.preview.value = { kind: 'move', id: 'f0', lon: 120.38 + step / 1000, lat: 36.07 };
      await vi.advanceTimersByTimeAsync(1000);
    }
    session.preview.value = null;
    for (let step = 0; step < 5; step += 1) {
      const line = [
        [120.38, 36.07],
        [120.385, 36.07 + step / 1000],
      ] as const;
      session.streetPreview.value = { kind: 'add', id: 'street-1', line };
      await vi.advanceTimersByTimeAsync(1000);
    }
    expect(study).toHaveBeenCalledTimes(1);
    stop();
  });

  it('says what has failed, and asks again when told to', async () => {
    let isDown = true;
    const session = await setUp('?more=equity', () =>
      isDown ? Promise.reject(new Error('down')) : Promise.resolve(NOTHING_FOUND),
    );
    const { equity } = foundOf(session);
    const stop = equity.watch();
    await vi.advanceTimersByTimeAsync(2000);
    expect([equity.error.peek() === null, equity.told.peek()]).toEqual([false, null]);
    isDown = false;
    equity.retry();
    await vi.advanceTimersByTimeAsync(2000);
    expect([equity.error.peek(), equity.told.peek()?.result.key]).toEqual([null, 'k']);
    stop();
  });

  it('says no more that another scenario has failed', async () => {
    const session = await setUp('?more=equity', ({ edits = [] }) =>
      edits.length > 0 ? Promise.reject(new Error('down')) : Promise.resolve(NOTHING_FOUND),
    );
    const { equity } = foundOf(session);
    const stop = equity.watch();
    await vi.advanceTimersByTimeAsync(2000);
    session.edit([{ kind: 'remove', id: 'f0' }]);
    await vi.advanceTimersByTimeAsync(2000);
    expect(equity.error.peek()).not.toBeNull();
    session.undo();
    await vi.advanceTimersByTimeAsync(2000);
    expect([equity.error.peek(), equity.isStale.peek()]).toEqual([null, false]);
    stop();
  });

  it('asks again once facilities are read anew, and is outdated until then', async () => {
    const study = vi.fn(() => Promise.resolve(NOTHING_FOUND));
    const session = await setUp('?more=backup', study);
    const { backup } = foundOf(session);
    const stop = backup.watch();
    await vi.advanceTimersByTimeAsync(2000);
    session.reload();
    expect([backup.isStale.peek(), fittingTold(session)]).toEqual([true, []]);
    await vi.advanceTimersByTimeAsync(2000);
    expect([study.mock.calls.length, backup.isStale.peek()]).toEqual([2, false]);
    stop();
  });

  it('comes back from a file with all of its settings, and the page shows everything in it', async () => {
    const search = `?more=${PARTS.join(',')}&count=seats&decay=exponential,0.2&size=seats&min=20`;
    const session = await setUp(search, () => Promise.resolve(NOTHING_FOUND));
    const asked = session.asked.peek();
    if (asked === null) throw new Error('no question');
    const text = JSON.stringify(studyFile(asked, '', NO_CHANGES, 1200, null, partStudies(session)));
    expect(partsNotShown(text)).toEqual([]);
    const file = JSON.parse(text) as Study;
    expect(file.travels?.map(({ id }) => id)).toEqual(['cycle', 'drive']);
    expect(openStudy(text, parsePlan(''))).toMatchObject({ found: session.state.peek().found, minutes: 20 });
    const other: AnalysisRequest = { kind: 'huff', alpha: 2 };
    expect(partsNotShown(JSON.stringify({ ...file, analyses: [other] }))).toEqual(['plan.notShown.analyses']);
    const travels = [{ id: 'slow', mode: 'walk', speedMps: 0.5 }];
    expect(partsNotShown(JSON.stringify({ ...file, travels, analyses: [] }))).toEqual(['plan.notShown.travels']);
  });

  it('asks how others drive without an hour where no speeds of hours are known, and in the same direction', async () => {
    const text = { zh: '公交', en: 'Buses' };
    const of = { provenance: 'synthetic', source: text, licence: '', stops: 2, trips: 1, feeds: [] };
    const transit = { id: 'lines', title: text, ...of };
    const drives = async (search: string, hours: boolean): Promise<unknown> => {
      const [roads] = CATALOGUE.networks;
      if (roads === undefined) throw new Error('no network');
      const catalogue = { ...CATALOGUE, networks: [{ ...roads, hours }], transits: [transit] };
      const session = await setUp(`${search}&more=ways`, () => Promise.resolve(NOTHING_FOUND), catalogue);
      const [study] = partStudies(session);
      return study?.travels?.find(({ id }) => id === 'drive');
    };
    const ride = '?m=transit&on=2024-05-06&leave=08:30&way=from-facility';
    expect(await drives(ride, true)).toMatchObject({ depart: '08:30', direction: 'to-facility' });
    expect(await drives(ride, false)).not.toHaveProperty('depart');
    expect(await drives('?m=straight&leave=08:30', true)).not.toHaveProperty('depart');
  });

  it('tells the time that it was asked about, not that of the slider', async () => {
    const session = await setUp('?more=backup&min=20', () => Promise.resolve(NOTHING_FOUND));
    const { backup } = foundOf(session);
    const stop = backup.watch();
    await vi.advanceTimersByTimeAsync(2000);
    session.update({ minutes: 5 });
    const told = backup.told.peek();
    expect([told === null ? null : askedMinutes(told), backup.isStale.peek()]).toEqual([20, true]);
    stop();
  });

  it('puts ways side by side, the one that is asked for first', async () => {
    const session = await setUp('?m=cycle&more=ways', () => Promise.resolve(NOTHING_FOUND));
    const [study] = partStudies(session);
    if (study === undefined) throw new Error('no study');
    expect(study.travels?.map(({ id, mode }) => [id, mode])).toEqual([
      ['walk', 'walk'],
      ['drive', 'drive'],
    ]);
    const results = [40, 20, 60].map((people): StudyResult['results'][number] => ({
      kind: 'coverage',
      people: 100,
      areaM2: 1,
      within: [{ cost: 900, people, peopleShare: people / 100, areaM2: 0, areaShare: 0 }],
    }));
    const ways = waysOf(session.app, { study, result: { ...NOTHING_FOUND, results }, catalogue: session.catalogue });
    expect(ways.map(({ name, share }) => [name, share])).toEqual([
      ['骑行', 0.4],
      ['步行', 0.2],
      ['驾车', 0.6],
    ]);
  });

  it('names ways by who travels them', async () => {
    const profiles = [
      { id: 'wheelchair', mode: 'walk' as const, title: { zh: '轮椅', en: 'Wheelchair' } },
      { id: 'older', mode: 'walk' as const, title: { zh: '老年人', en: 'Older people' } },
    ];
    const ways = async (profile: string): Promise<string[]> => {
      const catalogue = { ...CATALOGUE, profiles };
      const session = await setUp(`?who=${profile}&more=ways`, () => Promise.resolve(NOTHING_FOUND), catalogue);
      const [study] = partStudies(session);
      if (study === undefined) throw new Error('no study');
      const within = [{ cost: 900, people: 1, peopleShare: 0.5, areaM2: 0, areaShare: 0 }];
      const results = study.analyses.map((): StudyResult['results'][number] => ({
        kind: 'coverage',
        people: 2,
        areaM2: 1,
        within,
      }));
      const told = { study, result: { ...NOTHING_FOUND, results }, catalogue: session.catalogue };
      return waysOf(session.app, told).map(({ name }) => name);
    };
    expect(await ways('wheelchair')).toEqual(['乘轮椅', '骑行', '驾车']);
    expect(await ways('older')).toEqual(['老年人', '骑行', '驾车']);
  });
});

describe('decays', () => {
  it('are asked for in seconds and come back as they were set', () => {
    expect(decayOf({ decay: 'exponential', parameter: 0.6 })).toEqual({ kind: 'exponential', beta: 0.01 });
    expect(decayOf({ decay: 'gaussian', parameter: 5 })).toEqual({ kind: 'gaussian', sigma: 300 });
    expect(decayOf({ decay: 'power', parameter: 1.5 })).toEqual({ kind: 'power', beta: 1.5, scale: 60 });
    expect(decayOf({ decay: 'logistic', parameter: 10 })).toEqual({ kind: 'logistic', median: 600, sd: 150 });
    const thousandths = fc.integer({ min: 1, max: 120_000 }).map((each) => each / 1000);
    fc.assert(
      fc.property(fc.constantFrom(...DECAYS), thousandths, (decay, value) => {
        const parameter = decay === 'cumulative' ? null : value;
        expect(decayFrom(decayOf({ decay, parameter }))).toEqual({ decay, parameter });
      }),
      { seed: 20261130 },
    );
  });

  it('that the page has no words for are not taken for others', () => {
    expect(decayFrom({ kind: 'steps', steps: [{ upTo: 60, weight: 1 }] })).toBeNull();
    expect(decayFrom({ kind: 'gaussian' })).toBeNull();
    expect(decayFrom({ kind: 'power', beta: 2 })).toBeNull();
    expect(decayFrom({ kind: 'logistic', median: 600, sd: 60 })).toBeNull();
    // Nor are parameters that a link would round, or not hold.
    expect(decayFrom({ kind: 'exponential', beta: 0.00123456 })).toBeNull();
    expect(decayFrom({ kind: 'gaussian', sigma: 10_800 })).toBeNull();
    expect(decayFrom({ kind: 'power', beta: 0.0001, scale: 60 })).toBeNull();
  });
});

describe('classes of what can be reached', () => {
  const people = Float64Array.from(PEOPLE);

  it('are none, then about quarters of the people who reach something', () => {
    const { limits, classes, people: sums, isWhole } = opportunityClasses([0, 1, 2, 3, 9, 8], people);
    expect(isWhole).toBe(true);
    // 140 people reach something: a quarter of them up to 2, half up to 3.
    expect(limits).toEqual([2, 3]);
    expect([...classes]).toEqual([0, 1, 1, 2, 3, 3]);
    expect([...sums]).toEqual([10, 50, 40, 50]);
  });

  it('hold everybody once, whatever the values are', () => {
    const value = fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1e6, noNaN: true }), fc.nat(5));
    fc.assert(
      fc.property(fc.array(value, { minLength: 6, maxLength: 6 }), (access) => {
        const { limits, people: sums } = opportunityClasses(access, people);
        expect(sums.reduce((sum, each) => sum + each, 0)).toBe(150);
        expect([...limits].sort((a, b) => a - b)).toEqual(limits);
        expect(new Set(limits).size).toBe(limits.length);
        expect(limits.length).toBeLessThanOrEqual(3);
      }),
      { seed: 20261130 },
    );
  });
});

describe('a painting', () => {
  const painting: Painting = {
    title: '',
    note: '',
    classes: Uint8Array.of(0, 0, 1, 1, 255, 1),
    colors: { light: ['#ff0000', '#0000ff'], dark: ['#ff0000', '#0000ff'] },
    labels: ['a', 'b'],
    outline: null,
  };

  it('counts the people of each class', () => {
    expect([...peopleOfClasses(painting, CELLS)]).toEqual([30, 120]);
  });

  it('has in larger units the class of most people, and none where no cell has one', () => {
    const units = { count: 3, of: Uint32Array.of(0, 0, 0, 1, 2, 1) };
    const out = paintUnits(painting, units, CELLS, { theme: 'light', alpha: 200 });
    expect([...out]).toEqual([255, 0, 0, 200, 0, 0, 255, 200, 0, 0, 0, 0]);
  });
});

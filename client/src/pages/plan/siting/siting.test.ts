import { signal } from '@preact/signals';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DistrictsResult } from '../../../../../tiles/api/districts.ts';
import type { AnalysisRequest } from '../../../../../tiles/api/study.ts';
import { createApp } from '../../../app/create-app.ts';
import { enFound } from '../../../i18n/en-found.ts';
import { enPlan } from '../../../i18n/en-plan.ts';
import { addMessages } from '../../../i18n/i18n.ts';
import { zhFound } from '../../../i18n/zh-found.ts';
import { zhPlan } from '../../../i18n/zh-plan.ts';
import { NO_CLASS } from '../data/painting.ts';
import { ASKED, CELLS, CELLS_HEADER, lonOfCell, PEOPLE } from '../fixture.ts';
import { lacksOf, sitingStudy } from '../session/siting.ts';
import { INITIAL_SITING, parseMapPart } from '../state/address.ts';
import { MAX_PERIODS, type SitingSettings } from '../state/types.ts';
import { wordsOf } from '../words.ts';
import { goalFrom, isGoalShown } from './from-study.ts';
import { requestOf } from './request.ts';
import { runFeatures } from './tables.ts';
import { servesText } from './words.ts';
import { loadOf } from './zone-words.ts';
import { colorsOf, zoneClasses, zonesOf } from './zones.ts';

const WITHIN_S = 900;
const set = (change: Partial<SitingSettings>): SitingSettings => ({ ...INITIAL_SITING, ...change });
const study = (settings: SitingSettings) =>
  sitingStudy(ASKED, { edits: [{ kind: 'remove', id: 'f1' }], streets: [] }, settings, WITHIN_S);

describe('the study of a goal', () => {
  it('asks for the fewest sites that serve a share, whatever number and model are set', () => {
    const asked = study(set({ goal: 'fewest', share: 0.8, model: 'p-median', p: 7, budget: 100 }));
    const ends = { gap: 0.005, timeLimitS: 20 };
    expect(asked.analyses).toEqual([{ kind: 'siting', model: 'lscp', share: 0.8, within: WITHIN_S, ...ends }]);
    expect(asked.candidates).toMatchObject({ cells: { max: 5000 } });
  });

  it('builds in steps with numbers alone: neither the number at once nor the budget counts', () => {
    const settings = set({
      p: 9,
      budget: 100,
      periods: [
        { year: 2026, p: 2 },
        { year: null, p: 3 },
      ],
    });
    const [request] = study(settings).analyses;
    expect(request).toMatchObject({ model: 'mclp', periods: [{ p: 2 }, { p: 3 }] });
    expect(request).not.toHaveProperty('p');
    expect(request).not.toHaveProperty('budget');
    // Nor is anybody asked what a site costs.
    expect(lacksOf(settings)).toEqual([]);
  });

  it('closes existing facilities of the scenario, and needs no candidates', () => {
    const asked = study(set({ goal: 'close', close: { count: 4, model: 'p-median' }, keepExisting: false }));
    expect(asked.analyses).toMatchObject([{ kind: 'closure', model: 'p-median', close: 4 }]);
    expect(asked).toMatchObject({ facilities: { layer: 'toilets' }, edits: [{ kind: 'remove', id: 'f1' }] });
    expect(asked).not.toHaveProperty('candidates');
  });

  it('divides the city by capacity, equally or as it comes', () => {
    const zones = { by: 'cell', limit: 'none', balance: 0.1, raise: true } as const;
    const asked = (limit: SitingSettings['zones']['limit']) =>
      study(set({ goal: 'zones', zones: { ...zones, limit }, capacityBy: 'seats', capacity: 200 }));
    expect(asked('none').analyses).toEqual([
      { kind: 'districts', by: 'cell', perDemand: true, gap: 0.005, timeLimitS: 20 },
    ]);
    expect(asked('equal').analyses).toMatchObject([{ balance: 0.1 }]);
    expect(asked('capacity')).toMatchObject({
      facilities: { capacity: 'seats', defaultCapacity: 200 },
      analyses: [{ useCapacities: true, overCapacity: 'scale' }],
    });
    expect(lacksOf(set({ goal: 'zones', zones: { ...zones, limit: 'capacity' } }))).toEqual(['zoneCapacity']);
  });

  it('comes back from a file, but for the years, which are names', () => {
    for (const own of [
      { goal: 'fewest', share: 0.75 },
      { goal: 'place', periods: [{ year: null, p: 2 }] },
      { goal: 'close', close: { count: 2, model: 'p-center' } },
      { goal: 'zones', zones: { by: 'district', limit: 'equal', balance: 0.3, raise: false } },
    ] as const) {
      const settings = set(own);
      const asked = study(settings);
      expect(asked.analyses.every(isGoalShown)).toBe(true);
      expect({ ...settings, ...goalFrom(asked, INITIAL_SITING) }).toEqual(settings);
    }
    const moves: AnalysisRequest = { kind: 'closure', model: 'mclp', close: 1, p: 1 };
    expect(isGoalShown(moves)).toBe(false);
    const periods = Array.from({ length: MAX_PERIODS + 1 }, () => ({ p: 1 }));
    expect(isGoalShown({ kind: 'siting', model: 'mclp', periods })).toBe(false);
  });
});

const FOUND: DistrictsResult = {
  kind: 'districts',
  by: 'cell',
  units: 6,
  status: 'optimal',
  zones: ['f0', 'f1'].map((id, k) => ({
    id,
    facilities: [id],
    people: k === 0 ? 60 : 40,
    cells: k === 0 ? 3 : 2,
    atLeast: null,
    atMost: null,
    capacity: k === 0 ? 120 : null,
    meanCost: 120,
    areaM2: 20_000,
  })),
  objective: 1,
  bound: 1,
  gap: 0,
  meanCost: 120,
  nearestMeanCost: 100,
  excess: 0,
  unassigned: { cells: 1, people: 50 },
  unreachable: { cells: 0, people: 0 },
  allocation: PEOPLE.map((people, cell) => ({
    demand: `cell-${String(cell)}`,
    facility: [`f0`, `f0`, `f0`, `f1`, `f1`, null][cell] ?? null,
    cost: 100,
    people,
    lon: lonOfCell(cell),
    lat: 36.07,
  })),
  steps: [],
};

describe('a facility that closes', () => {
  it('is said to serve nobody where it does, within the time of the run if that counts', () => {
    const app = createApp(parseMapPart(''), signal('light' as const));
    addMessages({ zh: { ...zhPlan, ...zhFound }, en: { ...enPlan, ...enFound } });
    const within = requestOf(set({ goal: 'close', close: { count: 1, model: 'mclp' } }), WITHIN_S);
    const any = requestOf(set({ goal: 'close', close: { count: 1, model: 'p-median' } }), WITHIN_S);
    const texts = () => [servesText(app, within, 0), servesText(app, any, 0), servesText(app, any, 12)];
    app.i18n.words.value = wordsOf(null);
    expect(texts()).toEqual(['15 分钟内没有居民以它为最近', '没有居民以它为最近', '12 人']);
    app.store.language.value = 'en';
    app.i18n.words.value = wordsOf('家庭');
    expect(texts()).toEqual([
      'nearest to no households within 15 minutes',
      'nearest to no households',
      '12 households',
    ]);
  });
});

describe('zones', () => {
  it('are told apart on the map; a cell in none has no colour', () => {
    const zones = zonesOf(FOUND, CELLS);
    expect(zones && [...zones.zoneOf]).toEqual([0, 0, 0, 1, 1, -1]);
    expect(zones?.colorOf[0]).not.toBe(zones?.colorOf[1]);
    expect(zones === null ? null : zoneClasses(zones)[5]).toBe(NO_CLASS);
    // Other people have come since.
    expect(zonesOf({ ...FOUND, allocation: [] }, CELLS)).toBeNull();
  });

  it('are merged to one area each in a file, with what they hold', () => {
    const [first, second, ...more] = runFeatures(FOUND, CELLS);
    expect(more).toEqual([]);
    expect(first).toMatchObject({ id: 'f0', properties: { people: 60, capacity: 120, load: 0.5, meanMinutes: 2 } });
    const { coordinates } = second?.geometry as { coordinates: [number, number][][][] };
    const corners = coordinates.flat(2);
    expect(coordinates).toHaveLength(1);
    expect(Math.min(...corners.map(([lon]) => lon))).toBeCloseTo(lonOfCell(3) - 0.0005, 6);
    expect(Math.max(...corners.map(([lon]) => lon))).toBeCloseTo(lonOfCell(4) + 0.0005, 6);
    expect(CELLS_HEADER.ringSize).toBe(4);
  });

  it('are loaded by their capacity, or by the mean of all where there is none', () => {
    expect(FOUND.zones.map((zone) => loadOf(FOUND, zone))).toEqual([0.5, 0.8]);
  });

  it('never have the colour of a neighbour where there are more colours than neighbours', () => {
    const graph = fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 18 });
    fc.assert(
      fc.property(graph, (edges) => {
        const neighbours = Array.from({ length: 12 }, () => new Set<number>());
        for (const [a, b] of edges) {
          if (a === b) continue;
          neighbours[a]?.add(b);
          neighbours[b]?.add(a);
        }
        const most = Math.max(...neighbours.map(({ size }) => size));
        const colors = colorsOf(neighbours, most + 1);
        neighbours.forEach((own, zone) => own.forEach((other) => expect(colors[other]).not.toBe(colors[zone])));
      }),
      { seed: 20261130 },
    );
  });
});

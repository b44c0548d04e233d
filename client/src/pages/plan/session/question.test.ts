import { describe, expect, it } from 'vitest';
import Ajv, { type ValidateFunction } from 'ajv';
import { CoverageRequestSchema, type AnalysisCatalogue } from '../../../../../tiles/api/coverage.ts';
import { StudySchema, type AnalysisRequest } from '../../../../../tiles/api/study.ts';
import { CATALOGUE } from '../fixture.ts';
import { partsNotShown } from '../brief/not-shown.ts';
import { openStudy, studyFile } from '../brief/study-file.ts';
import { INITIAL, parsePlan } from '../state/address.ts';
import { NO_CHANGES } from '../state/scenarios.ts';
import { WAYS, type Question } from '../state/types.ts';
import { changedQuestion } from './question-change.ts';
import {
  askedOf,
  coverageRequest,
  pinned,
  standardStudy,
  studyOf,
  travelOf,
  usualDay,
  type Asked,
} from './question.ts';
import { sitingStudy } from './siting.ts';

const [demand] = CATALOGUE.demands;
const feed = (from: string, to: string) => ({ title: from, from, to });
const KNOWN: AnalysisCatalogue = {
  ...CATALOGUE,
  demands: demand === undefined ? [] : [{ ...demand, groups: ['学龄人口', '户数'] }],
  transits: [
    {
      id: 'lines',
      title: { zh: '公交', en: 'Transit' },
      provenance: 'synthetic',
      source: { zh: '', en: '' },
      licence: '',
      stops: 2,
      trips: 2,
      feeds: [feed('2019-04-15', '2019-07-14')],
    },
  ],
  profiles: [{ id: 'wheelchair', title: { zh: '轮椅', en: 'Wheelchair' }, mode: 'walk' }],
};
const question = (change: Partial<Question>): Question => ({ ...INITIAL.question, ...change });
const ask = (change: Partial<Question>, known = KNOWN): Asked => {
  const asked = askedOf(question(change), known, () => null);
  if (asked === null) throw new Error('nothing can be asked');
  return asked;
};

const validator = new Ajv({ strict: false, allErrors: true });
const [isStudy, isRequest] = [validator.compile<never>(StudySchema), validator.compile<never>(CoverageRequestSchema)];

const ANALYSES: readonly AnalysisRequest[] = [
  { kind: 'coverage', within: [900], by: 'district' },
  { kind: 'assignment', perDemand: true },
  { kind: 'matrix', nearest: 3, within: 3600 },
  { kind: 'compliance', standard: 's', by: 'district' },
];
/** Each way with all that it can have. */
const ASKED: readonly Partial<Question>[] = WAYS.flatMap((mode) =>
  [null, '学龄人口'].map((group) => ({
    mode,
    group,
    profile: mode === 'walk' ? 'wheelchair' : null,
    slope: true,
    date: '2019-05-13',
    depart: '07:30',
    window: 30,
    detour: 1.4,
    direction: 'from-facility' as const,
    ferries: true,
    speedMps: mode === 'drive' ? null : 1.2,
  })),
);

describe('requests', () => {
  it.each(ASKED)('of $mode for $group are valid, and so is every study of theirs', (change) => {
    const asked = ask(change);
    const errors = (is: ValidateFunction<never>, value: unknown): unknown => (is(value) ? null : is.errors);
    expect(errors(isRequest, coverageRequest(asked, NO_CHANGES, 900, 'packed'))).toBeNull();
    for (const study of [
      studyOf(asked, NO_CHANGES, ANALYSES),
      sitingStudy(asked, NO_CHANGES, INITIAL.siting, 900),
      studyFile(asked, '近期', NO_CHANGES, 900),
    ])
      expect(errors(isStudy, study)).toBeNull();
  });

  it('are about the group, but for standards and lists of pairs, which are about everybody', () => {
    const { analyses } = studyOf(ask({ group: '户数' }), NO_CHANGES, ANALYSES);
    expect(analyses.map((each) => ('for' in each ? each.for : null))).toEqual(['户数', '户数', null, null]);
    expect(coverageRequest(ask({ group: '户数' }), NO_CHANGES, 900, 'summary').for).toBe('户数');
    expect(coverageRequest(ask({}), NO_CHANGES, 900, 'summary')).not.toHaveProperty('for');
    expect(sitingStudy(ask({ group: '户数' }), NO_CHANGES, INITIAL.siting, 900).analyses[0]).toMatchObject({
      for: '户数',
    });
  });

  it('check standards along streets, whatever the way', () => {
    const request = { kind: 'compliance', standard: 's', by: 'district' } as const;
    const network = (asked: Asked, other?: string) => standardStudy(asked, NO_CHANGES, request, other)?.network;
    expect(network(ask({ mode: 'straight' }), 'roads')).toEqual({ stored: 'roads' });
    expect(network(ask({ mode: 'walk' }), 'others')).toEqual({ stored: 'roads' });
    expect(standardStudy(ask({}, { ...KNOWN, networks: [] }), NO_CHANGES, request, undefined)).toBeNull();
  });

  it('say of travel what the way of travel has, and nothing else', () => {
    const all = { ...ASKED[0], group: null };
    const travel = (change: Partial<Question>) => travelOf(question({ ...all, ...change }), KNOWN.transits);
    expect(travel({ mode: 'walk' })).toEqual({
      ...{ mode: 'walk', direction: 'from-facility', speedMps: 1.2, ferries: true, profile: 'wheelchair', slope: true },
    });
    expect(travel({ mode: 'drive', speedMps: null, profile: null })).toEqual({
      ...{ mode: 'drive', direction: 'from-facility', ferries: true, depart: '07:30', date: '2019-05-13' },
    });
    expect(travel({ mode: 'transit' })).toEqual({
      ...{ mode: 'transit', direction: 'to-facility', speedMps: 1.2, ferries: true },
      ...{ transit: 'lines', date: '2019-05-13', depart: '07:30', window: 30 },
    });
    expect(travel({ mode: 'straight' })).toEqual({ mode: 'walk', direction: 'from-facility', speedMps: 1.2 });
  });

  it('go in straight lines where nobody has imported streets, and are refused without people', () => {
    const bare = { ...KNOWN, networks: [] };
    expect(ask({}, bare)).toMatchObject({ network: null, detour: 1.3, travel: { mode: 'walk' } });
    expect(coverageRequest(ask({ detour: 1.5 }, bare), NO_CHANGES, 900, 'all').network).toEqual({
      straight: { detour: 1.5 },
    });
    expect(pinned(question({}), ask({}, bare))).toMatchObject({ mode: 'straight', network: null });
    expect(askedOf(question({}), { ...KNOWN, demands: [] }, () => null)).toBeNull();
    // A link names a network that this service may still get.
    expect(ask({ network: 'roads' }, bare)).toMatchObject({ network: 'roads', detour: null });
  });
});

describe('what a link pins', () => {
  it('is the day, the departures and the timetables of a ride, and the network of straight lines that may come back', () => {
    const pinnedOf = (change: Partial<Question>) => pinned(question(change), ask(change));
    expect(pinnedOf({ mode: 'transit' })).toMatchObject({
      ...{ mode: 'transit', transit: 'lines', date: '2019-04-15', depart: '08:00', window: 60, network: 'roads' },
    });
    expect(pinnedOf({ mode: 'walk' })).toMatchObject({ transit: null, date: null, depart: null, window: null });
    expect(pinnedOf({ mode: 'straight', network: 'n2' })).toMatchObject({ mode: 'straight', network: 'n2' });
    const again = ask(pinnedOf({ mode: 'transit' }));
    expect({ ...again, travel: { ...again.travel, window: undefined } }).toEqual({
      ...ask({ mode: 'transit' }),
      travel: { ...ask({ mode: 'transit' }).travel, window: undefined },
    });
  });

  it('is a Monday that all timetables are for, where there is one', () => {
    const later = '2026-11-30';
    expect(usualDay([], later)).toBeNull();
    // 2019-04-15 was a Monday, 2019-04-17 a Wednesday.
    expect(usualDay([feed('2019-04-15', '2019-07-14')], later)).toBe('2019-04-15');
    expect(usualDay([feed('2019-04-01', '2019-07-14'), feed('2019-04-17', '2019-05-14')], later)).toBe('2019-04-22');
    expect(usualDay([feed('2019-04-17', '2019-07-14'), feed('2018-01-01', '2018-02-01')], later)).toBe('2019-04-22');
    expect(usualDay([feed('2019-04-17', '2019-04-19')], later)).toBe('2019-04-17');
  });

  it('is the next one while the timetables hold', () => {
    const years = [feed('2024-01-01', '2035-12-31')];
    expect(usualDay(years, '2026-11-29')).toBe('2026-11-30');
    expect(usualDay(years, '2026-11-30')).toBe('2026-11-30');
    expect(usualDay(years, '2026-12-01')).toBe('2026-12-07');
    expect(usualDay([feed('2019-04-01', '2019-04-24')], '2019-04-23')).toBe('2019-04-01');
  });
});

describe('a change of the question', () => {
  const people = { id: 'others', groups: ['60+'] } as unknown as AnalysisCatalogue['demands'][number];
  const bare = {
    id: 'bare',
    tagged: false,
    heights: false,
    hours: false,
  } as unknown as AnalysisCatalogue['networks'][number];
  const known = { ...KNOWN, networks: [...KNOWN.networks, bare], demands: [...KNOWN.demands, people] };
  const change = (before: Partial<Question>, next: Partial<Question>) => changedQuestion(question(before), next, known);

  it('drops a group that the other people do not have, and keeps one that they have', () => {
    expect(change({ group: '户数' }, { demand: 'others' })).toEqual({
      question: question({ demand: 'others' }),
      dropped: ['group'],
    });
    expect(change({ group: '户数' }, { layer: 'x' })).toEqual({
      question: question({ group: '户数', layer: 'x' }),
      dropped: [],
    });
    expect(change({ demand: 'others', group: '60+' }, { mode: 'cycle' }).question.group).toBe('60+');
  });

  it('drops who travels, slope and hour with the streets or the way that have them', () => {
    const walker = { profile: 'wheelchair', slope: true } as const;
    expect(change(walker, { network: 'bare' })).toMatchObject({
      question: { profile: null, slope: false },
      dropped: ['profile', 'slope'],
    });
    expect(change(walker, { mode: 'drive' }).dropped).toEqual(['profile', 'slope']);
    // Chosen as another way of travel, it was not lost.
    expect(change({ slope: true }, { mode: 'walk', profile: null }).dropped).toEqual([]);
    expect(change({ mode: 'drive', depart: '08:00', date: '2026-11-30' }, { network: 'bare' })).toMatchObject({
      question: { depart: null, date: null },
      dropped: ['hour'],
    });
    expect(change({ mode: 'transit', depart: '08:00' }, { mode: 'drive', network: 'bare' })).toMatchObject({
      question: { depart: null },
      dropped: [],
    });
  });
});

describe('a study in a file', () => {
  it.each(ASKED)('of $mode for $group brings the question back', (change) => {
    const asked = ask(change);
    const file = JSON.stringify(studyFile(asked, '近期', NO_CHANGES, 900));
    const opened = openStudy(file, parsePlan(''))?.question ?? INITIAL.question;
    expect(partsNotShown(file)).toEqual([]);
    expect(ask(opened)).toEqual(asked);
  });

  it('that a link could not hold brings nothing, and is told of where the page has no place for it', () => {
    const base = { network: { stored: 'roads' }, demand: { stored: 'people' } };
    const open = (study: object) => openStudy(JSON.stringify({ ...base, analyses: [], ...study }), parsePlan(''));
    expect(open({ travel: { mode: 'transit', date: '2026-02-30', depart: '8 Uhr', window: 1e9 } })?.question).toEqual(
      question({ network: 'roads', demand: 'people', mode: 'transit' }),
    );
    expect(open({ analyses: [null] })).toBeNull();
    expect(open({ network: { straight: { costUnit: 'm' } } })).toBeNull();
    expect(open({ network: { straight: {} } })?.question).toMatchObject({ mode: 'straight', detour: 1, network: null });
    expect(open({ analyses: [{ kind: 'coverage', within: [900], for: { a: 1 } }] })?.question.group).toBeNull();
    const shown = (study: object) => partsNotShown(JSON.stringify({ ...base, analyses: [], ...study }));
    expect(shown({ travel: { mode: 'transit', maxRides: 2 } })).toEqual(['plan.notShown.transit']);
    expect(shown({ travel: { profile: 'wheelchair', slope: true } })).toEqual([]);
    expect(shown({ travel: { rules: {} } })).toEqual(['plan.notShown.profile']);
    expect(shown({ travel: { mode: 'drive', depart: '08:00', speeds: [] } })).toEqual(['plan.notShown.hours']);
    const some = [{ kind: 'coverage', for: '60+' }, { kind: 'gaps' }, { kind: 'compliance' }];
    expect(shown({ analyses: some })).toEqual(['plan.notShown.groups']);
    expect(shown({ analyses: [some[0], { kind: 'compliance' }] })).toEqual([]);
  });
});

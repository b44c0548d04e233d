import { describe, expect, it } from 'vitest';
import type { CoverageHeader, CoverageRequest } from '../../../tiles/api/coverage.ts';
import { decodeColumnar } from '../../../tiles/api/columnar-message.ts';
import type { Warning } from '../../../tiles/api/result.ts';
import type { StreetEdit } from '../../../tiles/api/street-edits.ts';
import type { ScenarioEdit, StudyTravel } from '../../../tiles/api/study.ts';
import type { TravelProfile } from '../../../tiles/api/travel-profile.ts';
import { runs } from '../../testing/effort.ts';
import { IDLE } from '../../testing/measure-inputs.ts';
import { randomFrom, type Random } from '../../testing/random.ts';
import { randomStreetEdit } from '../../testing/street-edits.ts';
import { placeOf, randomCity, randomSnaps, testDemand, UNWATCHED } from '../../testing/street-grids.ts';
import { profilesOf } from '../../testing/profiles.ts';
import { testTransit } from '../../testing/timetables.ts';
import { Derived } from '../engine/derived.ts';
import type { Features, Sources } from '../engine/sources.ts';
import { demandIds } from '../demand/ids.ts';
import { parseAs } from '../study/parse.ts';
import { runStudy } from '../study/run.ts';
import { packTags } from '../network/street-tags.ts';
import type { Demand, Graph } from '../types.ts';
import { CoverageCache } from './service.ts';

const STEPS = runs({ daily: 12, full: 150 });
const LIMIT_S = 1500;
const DAY = 18_029; // 2019-05-13
const DEPART_S = 8 * 3600;
const KINDS = ['add', 'close', 'oneway', 'speed', 'shut'] as const;

class Town {
  readonly graph: Graph;
  readonly demand: Demand;
  readonly sources: Sources;
  readonly random: Random;

  constructor(seed: number) {
    const random = randomFrom(seed);
    const plain = randomCity({ nodes: 700, seed });
    const graph = {
      ...plain,
      streetTags: Uint32Array.from({ length: plain.edgeCount }, () =>
        packTags({
          streetClass: (['residential', 'steps', 'primary', 'footway'] as const)[random.below(4)] ?? null,
          wheelchair: random.next() < 0.05 ? 'no' : null,
          surface: null,
          widthM: random.next() < 0.05 ? 0.7 : null,
          incline: null,
        }),
      ),
      climb: Float32Array.from({ length: 2 * plain.edgeCount }, () => (random.next() < 0.8 ? 0 : random.next() * 5)),
    };
    const beside = (count: number): Float64Array =>
      Float64Array.from(
        Array.from({ length: count }, () => {
          const [lon, lat] = placeOf(graph, random.below(graph.edgeCount), random.next());
          return [lon + (random.next() - 0.5) / 1500, lat + (random.next() - 0.5) / 1500];
        }).flat(),
      );
    const lonLat = beside(180);
    const demand = testDemand(randomSnaps(graph, { count: 180, seed }), graph, seed);
    const places = beside(25);
    const stops = beside(30);
    const features: Features = {
      ...{ layer: 'clinics', title: { zh: '诊所', en: 'Clinics' }, arePoints: true, attributes: {}, shares: {} },
      ids: Array.from({ length: 25 }, (_, f) => `f${f}`),
      lonLat: places,
      capacity: null,
      cost: null,
      district: Array.from({ length: 25 }, () => null),
      subdistrict: Array.from({ length: 25 }, () => null),
      provenances: ['synthetic'],
    };
    const transit = testTransit({
      stops: Array.from({ length: 30 }, (_, s) => [stops[2 * s] as number, stops[2 * s + 1] as number] as const),
      trips: Array.from({ length: 150 }, () => {
        let clock = DEPART_S + random.below(2400);
        return {
          calls: Array.from({ length: 5 }, () => {
            clock += 30 + random.below(120);
            return [random.below(30), clock, clock + 10] as const;
          }),
        };
      }),
      services: [[DAY]],
    });
    const nothing = (): Promise<never> => Promise.reject(new Error('It is not asked for here.'));
    this.graph = graph;
    this.random = random;
    this.demand = {
      ...demand,
      lonLat,
      groups: [{ name: '60+', people: demand.people.map((people, i) => (i % 3 === 0 ? 0 : Math.floor(people / 5))) }],
    };
    this.sources = {
      ...{ areas: nothing, standard: nothing, water: nothing, profile: profilesOf([CLIMBER]) },
      network: () => Promise.resolve({ key: '', hash: '', value: this.graph }),
      demand: () => Promise.resolve({ key: '', hash: '', value: this.demand }),
      features: () => Promise.resolve({ key: '', hash: '', value: features }),
      transit: () => Promise.resolve({ key: '', hash: '', value: transit }),
    };
  }

  /** One edit more, of facilities that stand in the scenario. */
  edited(edits: readonly ScenarioEdit[], step: number): readonly ScenarioEdit[] {
    const { random } = this;
    const here = new Set(Array.from({ length: 25 }, (_, f) => `f${f}`));
    for (const { kind, id } of edits) {
      if (kind === 'add') here.add(id);
      if (kind === 'remove') here.delete(id);
    }
    const [lon, lat] = placeOf(this.graph, random.below(this.graph.edgeCount), random.next());
    const kind = random.next();
    if (kind < 0.35 || here.size < 3) return [...edits, { kind: 'add', id: `n${step}`, lon, lat }];
    const id = [...here][random.below(here.size)] as string;
    return [...edits, kind < 0.65 ? { kind: 'remove', id } : { kind: 'move', id, lon, lat }];
  }
}

/** On foot, and slower uphill unless a travel says otherwise. */
const CLIMBER: TravelProfile = {
  ...{ id: 'climber', title: { zh: '登坡', en: 'Climber' }, source: { zh: '测试', en: 'A test' } },
  ...{ mode: 'walk', slope: true },
};

const KEYS = { network: '', demand: '', facilities: '', transit: '' };
const TRANSIT = { mode: 'transit', transit: 'lines', date: '2019-05-13', depart: '08:00', window: 15 } as const;
const RIDES = { percentile: 60, maxRides: 3, maxWalkS: 500, maxTransferS: 300, maxJourneyS: 3600 } as const;

describe.each<readonly [string, Pick<CoverageRequest, 'network' | 'travel'>, boolean]>([
  [
    'on foot by rules and slope',
    { network: { stored: 'town' }, travel: { mode: 'walk', profile: 'wheelchair', slope: true } },
    true,
  ],
  [
    'driving at eight, from facilities',
    {
      network: { stored: 'town' },
      travel: {
        ...{ mode: 'drive', direction: 'from-facility', depart: '08:00' },
        speeds: [{ fromHour: 7, toHour: 9, factor: 0.4 }],
      },
    },
    true,
  ],
  ['in straight lines', { network: { straight: { detour: 1.3 } }, travel: { mode: 'cycle', speedMps: 2.5 } }, false],
  ['by public transport', { network: { stored: 'town' }, travel: { ...TRANSIT, ...RIDES } }, true],
])('a coverage %s', (_, how, hasStreets) => {
  it('says to the last bit what a study of the same question says', async () => {
    const town = new Town(61);
    const { random, demand, sources } = town;
    const coverages = new CoverageCache(new Derived());
    const isRiding = how.travel?.mode === 'transit';
    let edits: readonly ScenarioEdit[] = [];
    let streetEdits: readonly StreetEdit[] = [];
    let ridden = 0;
    for (let step = 0; step < STEPS; step += 1) {
      if (step % 8 === 7) [edits, streetEdits] = [[], []];
      else if (step > 0) edits = town.edited(edits, step);
      const kind = KINDS[random.below(KINDS.length)] as (typeof KINDS)[number];
      if (hasStreets && step > 0 && random.next() < 0.4)
        streetEdits = [...streetEdits, randomStreetEdit(town.graph, random, { id: `e${step}`, kind })];
      const withinS = [200, 500, 900, LIMIT_S][random.below(4)] as number;
      const group = random.next() < 0.5 ? { for: '60+' } : {};
      const perFacility = random.next() < 0.7;
      const question = {
        ...how,
        demand: { stored: 'people' },
        facilities: { layer: 'clinics' },
        edits,
        ...(streetEdits.length === 0 ? {} : { streetEdits }),
      };
      const request = { ...question, ...group, limitS: LIMIT_S, withinS, perFacility, cells: 'all' } as const;
      const bytes = await coverages.answer(parseAs('CoverageRequest', request, 1000), KEYS, sources, UNWATCHED);
      const message = decodeColumnar(bytes);
      const header = message.header as CoverageHeader;
      const study = parseAs(
        'Study',
        {
          ...question,
          analyses: [
            { kind: 'coverage', within: [withinS], perDemand: true, ...group },
            { kind: 'gaps', within: withinS, ...group },
            { kind: 'overlap', within: withinS, ...group },
            { kind: 'matrix', nearest: 1 },
          ],
        },
        1000,
      );
      const answer = await runStudy(study, { sources, derived: new Derived(), taskFor: () => IDLE });
      const [reach, gaps, overlap, matrix] = answer.results;
      if (
        reach?.kind !== 'coverage' ||
        gaps?.kind !== 'gaps' ||
        overlap?.kind !== 'overlap' ||
        matrix?.kind !== 'matrix'
      )
        throw new Error('There are no such results.');
      const cost = Float32Array.from(reach.costs ?? [], (each) => (each === null || each > LIMIT_S ? Infinity : each));
      expect(message.arrays.cost).toEqual(cost);
      const ids = demandIds(demand);
      // By public transport a matrix has the percentile of each pair, and the nearest is that of each departure.
      if (!isRiding) {
        const nearest = new Map(matrix.pairs.map((pair) => [pair.demand, pair.facility]));
        expect(Array.from(message.arrays.nearest ?? [], (f) => header.facilities[f]?.id)).toEqual(
          ids.map((id, i) => (cost[i] === Infinity ? undefined : nearest.get(id))),
        );
      }
      expect(header.facilities.map(({ id }) => id)).toEqual(answer.facilities.map(({ id }) => id));
      expect(header.facilities.map(({ people, exclusivePeople }) => ({ people, exclusivePeople }))).toEqual(
        overlap.facilities.map(({ people, exclusivePeople }) =>
          perFacility && !isRiding ? { people, exclusivePeople } : { people: null, exclusivePeople: null },
        ),
      );
      expect(header.summary).toMatchObject({
        people: reach.people,
        coveredPeople: reach.within[0]?.people,
        facilities: answer.facilities.length,
        unconnectedFacilities: answer.unconnected.facilities,
      });
      expect(header.summary.coveredAreaM2).toBeCloseTo(reach.within[0]?.areaM2 ?? NaN, 4);
      expect(header.gaps.reduce((sum, { people }) => sum + people, 0)).toBe(gaps.people);
      // Measures say themselves how they count, and a study which of them counts a group.
      const said = answer.assumptions.filter(
        ({ code }) => /^(assume|transit|streets)-/.test(code) && code !== 'assume-for',
      );
      // Shares of the streets are those of the streets that there are.
      const named = (list: readonly Warning[]): readonly unknown[] =>
        streetEdits.length === 0 ? list : list.map(({ code }) => code);
      expect(named(header.assumptions)).toEqual(expect.arrayContaining([...named(said)]));
      expect(header.assumptions.some(({ code }) => code === 'assume-group')).toBe('for' in group);
      // The page's count people of the group.
      const warned = answer.warnings.map(({ code }) => code).filter((code) => code !== 'warn-islands');
      expect(header.warnings.map(({ code }) => code)).toEqual(expect.arrayContaining(warned));
      if (isRiding) {
        const walk = { ...study, travel: {} };
        const alone = await runStudy(walk, { sources, derived: new Derived(), taskFor: () => IDLE });
        const [onFoot] = alone.results;
        if (onFoot?.kind === 'coverage' && (onFoot.within[0]?.people ?? 0) < header.summary.coveredPeople) ridden += 1;
      }
    }
    expect(ridden > 0).toBe(isRiding);
  });
});

describe('what is kept of a coverage', () => {
  it('is asked for again where a travel says otherwise than its profile', async () => {
    const { sources } = new Town(62);
    const coverages = new CoverageCache(new Derived());
    const ask = async (cache: CoverageCache, travel: StudyTravel): Promise<unknown> => {
      const question = { network: { stored: 'town' }, demand: { stored: 'people' }, facilities: { layer: 'clinics' } };
      const request = { ...question, travel, limitS: LIMIT_S, withinS: 500, cells: 'all' };
      const bytes = await cache.answer(parseAs('CoverageRequest', request, 1000), KEYS, sources, UNWATCHED);
      return decodeColumnar(bytes).arrays.cost;
    };
    const [climbing, flat] = [{ profile: 'climber' }, { profile: 'climber', slope: false }];
    const kept = [await ask(coverages, climbing), await ask(coverages, flat)];
    expect(kept).toEqual([
      await ask(new CoverageCache(new Derived()), climbing),
      await ask(coverages, { mode: 'walk' }),
    ]);
    expect(kept[0]).not.toEqual(kept[1]);
    // Asked for after a travel that may be, one that cannot be is refused all the same.
    await expect(ask(coverages, { profile: 'climber', mode: 'drive' })).rejects.toThrow();
  });
});

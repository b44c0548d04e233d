import { beforeAll, describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../../../server/layers/catalogue.ts';
import { hazardReward } from '../../../../tiles/cases/hazard-reward.ts';
import { parseOccupancy } from '../../../../tiles/cases/shared-parking.ts';
import { isStreetMatter, streetLedger } from '../../../../tiles/cases/street-ledger.ts';
import { notInCity } from '../../../testing/demo-city.ts';
import { readCaseFiles } from '../case-records.ts';
import { measureEntity } from '../entities.ts';
import type { DemoFeature, Generator, World } from '../types.ts';
import { createWorld } from '../world.ts';
import businessDivisions from './11-business-divisions.ts';
import hazardSnapshots from './18-hazard-snapshots.ts';
import streetChiefs from './27-street-chiefs.ts';
import onlineRegistration from './28-online-registration.ts';
import geographicPlatform from './29-geographic-platform.ts';
import fourRenovations from './30-four-renovations.ts';
import dualInnovation from './31-dual-innovation.ts';
import highTechFirms from './32-high-tech-firms.ts';
import trafficOrder from './33-traffic-order.ts';
import indicators from './indicators.ts';
import network from './network.ts';
import schools from './schools.ts';

const GENERATORS: readonly Generator[] = [
  hazardSnapshots,
  streetChiefs,
  onlineRegistration,
  geographicPlatform,
  fourRenovations,
  dualInnovation,
  highTechFirms,
  trafficOrder,
  schools,
];
/** Generators with tests of their own; figures of these cases count their features too. */
const ALSO_COUNTED: readonly Generator[] = [businessDivisions, indicators, network];

const figures = readCaseFiles()
  .filter(({ record }) => record.number >= 27 || record.id === 'hazard-snapshots')
  .flatMap(({ record }) => record.figures.map((figure) => ({ case: record.id, ...figure })))
  .flatMap(({ entity, ...figure }) => (entity ? [{ ...figure, entity }] : []));

let world: World;
let layers: ReadonlyMap<string, readonly DemoFeature[]>;
let counted: ReadonlyMap<string, readonly DemoFeature[]>;
beforeAll(async () => {
  world = await createWorld();
  layers = merge(GENERATORS);
  counted = merge(ALSO_COUNTED, layers);
});

describe('the figures of cases 27 to 33', () => {
  it.each(figures)('$case: $id is $value on the map', ({ entity, value }) => {
    expect(measureEntity(entity, counted.get(entity.layer) ?? [])).toBe(value);
  });
});

describe('the features of cases 27 to 33', () => {
  it('are the same on every run', async () => {
    expect(await notInCity(layers)).toEqual([]);
  });

  it('have ids of their own within their layer', () => {
    for (const features of layers.values()) expect(new Set(features.map(({ id }) => id)).size).toBe(features.length);
  });

  it('lie on land in the district and subdistrict they name', () => {
    const astray = [...layers].flatMap(([layer, features]) =>
      features.flatMap(({ id, geometry, properties }) => {
        if (geometry.type !== 'Point') return [];
        const [lon = 0, lat = 0] = geometry.coordinates;
        const isThere =
          world.districtAt({ lon, lat }) === properties['district'] &&
          world.subdistrictAt({ lon, lat }) === properties['street'];
        return isThere ? [] : [`${layer} ${id}`];
      }),
    );
    expect(astray).toEqual([]);
  });

  it('fit the schema of their layer', async () => {
    const catalogue = await loadCatalogue();
    const errors = [...layers].flatMap(([layer, features]) =>
      features.flatMap(({ id, properties }) =>
        catalogue
          .check(layer)(properties)
          .map(({ instancePath, message }) => `${layer} ${id} ${instancePath} ${message}`),
      ),
    );
    expect(errors.slice(0, 20)).toEqual([]);
  });
});

describe('the reports', () => {
  it('name roads of the network and unit grids that they lie in', () => {
    const roads = new Set(world.network.roads.map(({ id }) => id));
    const grids = new Set(world.grids.unit.map(({ code }) => code));
    const reports = layers.get('reports') ?? [];
    expect(reports.filter(({ properties }) => !roads.has(String(properties['road'])))).toEqual([]);
    const inGrids = reports.flatMap(({ properties }) =>
      properties['grid'] === undefined ? [] : [String(properties['grid'])],
    );
    expect(inGrids.length).toBeGreaterThan(5_000);
    expect(inGrids.filter((grid) => !grids.has(grid))).toEqual([]);
  });

  it('begin with the street chiefs, and with the year for hazards', () => {
    const first = (theme: string): string =>
      dates(theme).reduce((earliest, date) => (date < earliest ? date : earliest));
    expect(first('street-problem') >= '2017-09-22').toBe(true);
    expect(first('hazard').startsWith('2017-01')).toBe(true);
    expect([...dates('street-problem'), ...dates('hazard')].filter((date) => date > '2017-12-31')).toEqual([]);
  });

  it('add up to the ledger of the nine matters', () => {
    const problems = of('street-problem').flatMap(({ properties }) => {
      const matter = String(properties['category']);
      return isStreetMatter(matter)
        ? [{ road: String(properties['road']), matter, solved: properties['state'] === 'solved' }]
        : [];
    });
    const ledger = streetLedger(problems);
    expect(ledger).toMatchObject({ found: 41_654, solved: 34_928, ratePercent: 83.9 });
    expect(Object.values(ledger.byMatter).every(({ found }) => found > 0)).toBe(true);
  });

  it('crowd in the central districts: a square kilometre of Shibei has more than ten times that of Pingdu', () => {
    const perKm2 = (code: string): number => {
      const area = world.districts.find((district) => district.code === code)?.areaKm2 ?? Infinity;
      return of('street-problem').filter(({ properties }) => properties['district'] === code).length / area;
    };
    expect(perKm2('370203')).toBeGreaterThan(10 * perKm2('370283'));
  });

  it('reward hazards within the bounds of the rule', () => {
    const rewards = of('hazard').flatMap(({ properties }) =>
      typeof properties['reward_yuan'] === 'number' ? [properties['reward_yuan']] : [],
    );
    for (const proposedYuan of new Set(rewards)) {
      expect(
        hazardReward.compute({ category: 'fire', named: true, verified: true, meetsStandard: true, proposedYuan }),
      ).toEqual({ rewardYuan: proposedYuan, reason: 'granted' });
    }
  });
});

describe('each generator', () => {
  it('puts one board on every road, with the chief of that road', () => {
    const chiefs = new Map((counted.get('roads') ?? []).map(({ id, properties }) => [id, properties['chief']]));
    const boards = layers.get('notice-boards') ?? [];
    expect(boards).toHaveLength(chiefs.size);
    for (const { properties } of boards) expect(properties['chief']).toBe(chiefs.get(String(properties['road'])));
  });

  it('writes the occupancy of every lot that shares spaces as 24 percentages', () => {
    for (const { properties } of layers.get('parking') ?? []) {
      const text = properties['shared_occupancy'];
      expect(text !== undefined).toBe(properties['shared']);
      if (text !== undefined) expect(parseOccupancy(String(text))).not.toBeNull();
    }
  });

  it('has no lot that shares more spaces than it has', () => {
    const over = (layers.get('parking') ?? []).filter(
      ({ properties }) => Number(properties['shared_spaces']) > Number(properties['capacity']),
    );
    expect(over).toEqual([]);
  });

  it('has some two thousand schools of every level, in every subdistrict', () => {
    const all = layers.get('schools') ?? [];
    expect(all.length).toBeGreaterThan(1_800);
    expect(all.length).toBeLessThan(2_200);
    expect(new Set(all.map(({ properties }) => properties['level'])).size).toBe(7);
    expect(new Set(all.map(({ properties }) => properties['street'])).size).toBe(world.subdistricts.length);
    expect(new Set(all.map(({ properties }) => properties['name'])).size).toBe(all.length);
  });
});

function of(theme: string): DemoFeature[] {
  return (layers.get('reports') ?? []).filter(({ properties }) => properties['theme'] === theme);
}

function dates(theme: string): string[] {
  return of(theme).map(({ properties }) => String(properties['date']));
}

/** Features of generators by layer, behind those there are. */
function merge(
  generators: readonly Generator[],
  before: ReadonlyMap<string, readonly DemoFeature[]> = new Map(),
): Map<string, readonly DemoFeature[]> {
  const merged = new Map(before);
  for (const generator of generators) {
    for (const [layer, features] of Object.entries(generator.generate(world)))
      merged.set(layer, [...(merged.get(layer) ?? []), ...features]);
  }
  return merged;
}

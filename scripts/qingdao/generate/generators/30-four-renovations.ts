import { cleaningStaff } from '../../../../tiles/cases/cleaning-grids.ts';
import { apportion } from '../apportion.ts';
import { caseFeatureId, pointFeature } from '../features.ts';
import { placeName } from '../place-name.ts';
import { RESIDENTS } from '../population.ts';
import { settle } from '../settle.ts';
import { skewedWeights, spotsByDistrict } from '../share-out.ts';
import type { Area, DemoFeature, Generator, Rng, Spot, World } from '../types.ts';

const SHANTY = { sites: 110, households: 50_677 } as const;
const COMMUNITIES = { sites: 285, households: 123_000, areaM2: 8_820_000, elevators: 7 } as const;
const INSULATION = { sites: 140, households: 43_000, areaM2: 3_390_000 } as const;
const RURAL = { houses: 1_050, poor: 178 } as const;

/** Old housing stands in the old town; the country has its dangerous houses. */
const OLD_TOWN: Readonly<Record<string, number>> = {
  370202: 60,
  370203: 110,
  370211: 35,
  370212: 12,
  370213: 40,
  370214: 12,
  370215: 10,
  370281: 10,
  370283: 8,
  370285: 6,
};
const COUNTRY: Readonly<Record<string, number>> = {
  370211: 22,
  370214: 4,
  370215: 24,
  370281: 16,
  370283: 36,
  370285: 20,
};

/** Seven old blocks around this square in Shibei were renovated together. */
const BLOCKS = {
  name: '商城支路',
  nameEn: 'Shangcheng Branch Road',
  at: { lon: 120.3565, lat: 36.0905 },
  count: 7,
  radiusM: 220,
  district: '370203',
} as const;
/** The case counts every house as one household. */
const ONE_HOUSEHOLD = 1;

export default {
  id: '30-four-renovations',
  generate(world) {
    const rng = world.rng('30-four-renovations');
    const streets = new Map(world.subdistricts.map((street) => [street.code, street]));
    return {
      'renovation-sites': [
        ...shantytowns(world, streets, rng),
        ...communities(world, streets, rng),
        ...insulation(world, streets, rng),
        ...ruralHouses(world, streets, rng),
      ],
    };
  },
} satisfies Generator;

type Streets = ReadonlyMap<string, Area>;

function shantytowns(world: World, streets: Streets, rng: Rng): DemoFeature[] {
  const spots = spotsByDistrict(world, SHANTY.sites, rng, { weights: RESIDENTS, minDistanceM: 300 });
  const households = apportion(SHANTY.households, skewedWeights(SHANTY.sites, rng, 0.9));
  return spots.map((at, i) =>
    site(
      { at, i, streets, kind: 'shanty', zh: '棚户区改造片区', en: 'shantytown renewal' },
      {
        status: 'started',
        households: households[i],
      },
    ),
  );
}

function communities(world: World, streets: Streets, rng: Rng): DemoFeature[] {
  const others = spotsByDistrict(world, COMMUNITIES.sites - BLOCKS.count, rng, {
    weights: OLD_TOWN,
    minDistanceM: 180,
  });
  const blocks = world.place.near(settle(world, BLOCKS.at, BLOCKS.district), BLOCKS.radiusM, BLOCKS.count, rng, {
    district: BLOCKS.district,
  });
  const weights = skewedWeights(COMMUNITIES.sites, rng);
  const households = apportion(COMMUNITIES.households, weights);
  const areas = apportion(
    COMMUNITIES.areaM2,
    weights.map((weight) => weight * (0.9 + 0.2 * rng.next())),
  );
  const elevators = new Set(rng.shuffle(others.map((_, i) => i + BLOCKS.count)).slice(0, COMMUNITIES.elevators));
  return [...blocks, ...others].map((at, i) => {
    const staff = cleaningStaff(households[i] ?? 0);
    const isBlock = i < BLOCKS.count;
    return site(
      { at, i, streets, kind: 'community', zh: '老旧小区', en: 'old community', near: isBlock },
      {
        status: 'completed',
        households: households[i],
        area_m2: areas[i],
        cleaning_grids: staff.grids,
        collectors: staff.collectors,
        elevator: elevators.has(i),
        sponge: at.district === '370213' || rng.next() < 0.12,
      },
    );
  });
}

function insulation(world: World, streets: Streets, rng: Rng): DemoFeature[] {
  const spots = spotsByDistrict(world, INSULATION.sites, rng, { weights: OLD_TOWN, minDistanceM: 180 });
  const weights = skewedWeights(INSULATION.sites, rng);
  const households = apportion(INSULATION.households, weights);
  const areas = apportion(
    INSULATION.areaM2,
    weights.map((weight) => weight * (0.9 + 0.2 * rng.next())),
  );
  return spots.map((at, i) =>
    site(
      { at, i, streets, kind: 'insulation', zh: '节能保暖改造楼群', en: 'insulated blocks' },
      {
        status: 'completed',
        households: households[i],
        area_m2: areas[i],
      },
    ),
  );
}

function ruralHouses(world: World, streets: Streets, rng: Rng): DemoFeature[] {
  const spots = spotsByDistrict(world, RURAL.houses, rng, { weights: COUNTRY });
  const poor = new Set(rng.shuffle(spots.map((_, i) => i)).slice(0, RURAL.poor));
  return spots.map((at, i) =>
    site(
      { at, i, streets, kind: 'rural-house', zh: '农村危房', en: 'rural house' },
      {
        status: 'completed',
        households: ONE_HOUSEHOLD,
        poor: poor.has(i),
      },
    ),
  );
}

interface Site {
  readonly at: Spot;
  readonly i: number;
  readonly streets: Streets;
  readonly kind: 'shanty' | 'community' | 'insulation' | 'rural-house';
  readonly zh: string;
  readonly en: string;
  /** One of the blocks that the source names. */
  readonly near?: boolean;
}

function site(
  { at, i, streets, kind, zh, en, near = false }: Site,
  properties: Record<string, string | number | boolean | undefined>,
): DemoFeature {
  const street = streets.get(at.subdistrict);
  const name = near
    ? { zh: BLOCKS.name, en: BLOCKS.nameEn }
    : street === undefined
      ? { zh: '', en: '' }
      : placeName(street);
  return pointFeature({
    id: caseFeatureId(30, i, `${kind}-`),
    at,
    provenance: near ? 'approximate' : 'synthetic',
    properties: {
      name: `${name.zh}${zh}${i + 1}`,
      name_en: `${name.en} ${en} ${i + 1}`,
      kind,
      ...properties,
      district: at.district,
      street: at.subdistrict,
    },
  });
}

import type { AttributeValue } from '../../../../tiles/layer/layer.ts';
import { caseFeatureId, pointFeature } from '../features.ts';
import { knownSpot } from '../known/spot.ts';
import { spotsByDistrict } from '../share-out.ts';
import type { DemoFeature, Generator, LonLat, Rng, Spot, World } from '../types.ts';

const CASE = 'dual-innovation';
const PARKS = { all: 57, recognised: 34 } as const;
const BASES = { all: 82, national: 6, city: 52 } as const;
const WEIGHTS: Readonly<Record<string, number>> = {
  370202: 6,
  370203: 9,
  370211: 24,
  370212: 10,
  370213: 8,
  370214: 16,
  370215: 10,
  370281: 9,
  370283: 7,
  370285: 5,
};
const INDUSTRIES = [
  ['电子信息', 'electronics'],
  ['海洋产业', 'marine industry'],
  ['轨道交通', 'rail transit'],
  ['时尚创意', 'fashion and design'],
  ['家电', 'home appliances'],
  ['新材料', 'new materials'],
] as const;

interface Named {
  readonly name: string;
  readonly nameEn: string;
  readonly industry: string;
  readonly at: LonLat;
}

/** The first park that got separate titles for its workshops. */
const NANCUN: Named = {
  name: '平度南村家电小企业产业园',
  nameEn: 'Nancun Appliance Small-Business Park, Pingdu',
  industry: '家电',
  at: { lon: 120.12, lat: 36.525 },
};
/** A national model base. */
const HAICHUANGHUI: Named = {
  name: '“海创汇”创业创新基地',
  nameEn: 'HCH (Haier) Start-up Base',
  industry: '家电',
  at: { lon: 120.4165, lat: 36.1305 },
};

export default {
  id: '31-dual-innovation',
  generate(world) {
    const rng = world.rng('31-dual-innovation');
    return { 'innovation-sites': [...parks(world, rng), ...bases(world, rng)] };
  },
} satisfies Generator;

function parks(world: World, rng: Rng): DemoFeature[] {
  return sites(world, PARKS.all, NANCUN, rng).map(({ at, named }, i) => {
    const recognised = i < PARKS.recognised;
    return feature({ at, i, named, kind: 'park', zh: '小企业产业园', en: 'Small-business park' }, rng, {
      recognised,
      level: recognised ? 'city' : 'none',
      status: recognised ? 'built' : 'building',
    });
  });
}

function bases(world: World, rng: Rng): DemoFeature[] {
  return sites(world, BASES.all, HAICHUANGHUI, rng).map(({ at, named }, i) => {
    const level = i < BASES.national ? 'national' : i < BASES.national + BASES.city ? 'city' : 'none';
    return feature({ at, i, named, kind: 'base', zh: '创业创新基地', en: 'Start-up base' }, rng, {
      recognised: level !== 'none',
      level,
      status: 'built',
    });
  });
}

interface Site {
  readonly at: Spot;
  readonly named: Named | undefined;
}

/** The named site first, which is recognised; the others in random order, so that levels fall anywhere. */
function sites(world: World, n: number, named: Named, rng: Rng): Site[] {
  const first = knownSpot(world, named.at);
  const others = rng.shuffle(spotsByDistrict(world, n - 1, rng, { weights: WEIGHTS, minDistanceM: 500 }));
  return [{ at: first, named }, ...others.map((at) => ({ at, named: undefined }))];
}

function feature(
  {
    at,
    i,
    named,
    kind,
    zh,
    en,
  }: Site & { readonly i: number; readonly kind: 'park' | 'base'; readonly zh: string; readonly en: string },
  rng: Rng,
  properties: Record<string, AttributeValue>,
): DemoFeature {
  const [industry, industryEn] = rng.pick(INDUSTRIES);
  return pointFeature({
    id: caseFeatureId(31, i, `${kind}-`),
    at,
    provenance: named === undefined ? 'synthetic' : 'approximate',
    properties: {
      name: named?.name ?? `${zh}${String(i + 1).padStart(2, '0')}（${industry}）`,
      name_en: named?.nameEn ?? `${en} ${i + 1} (${industryEn})`,
      kind,
      industry: named?.industry ?? industry,
      tenants: rng.int(12, 160),
      ...properties,
      case: CASE,
      district: at.district,
      street: at.subdistrict,
    },
  });
}

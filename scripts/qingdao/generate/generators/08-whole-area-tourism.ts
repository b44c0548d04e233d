import { districtOf } from '../areas.ts';
import { caseFeatureId, pointFeature } from '../features.ts';
import { FESTIVALS, HOTELS, LAOSHAN, SCENIC_4A, SIGHTS } from '../named/laoshan.ts';
import type { NamedPlace } from '../named/laoshan.ts';
import { roundedRing } from '../outline.ts';
import { settle, spread } from '../settle.ts';
import { sketchedZone } from '../sketch.ts';
import { scoreGrade } from '../../../../tiles/cases/toilet-standard.ts';
import { toiletFittings } from '../toilet-fittings.ts';
import type { Text } from '../../../../tiles/layer/layer.ts';
import type { DemoFeature, Generator, LonLat, Rng, Spot, World } from '../types.ts';

const LAOSHAN_DISTRICT = '370212';
const SCENIC_3A = 10;
const SPOTS = 220;
const HOTEL_COUNT = 9;
const FESTIVAL_COUNT = 7;
const TOILETS = 38;
/** Eight information centres at the three levels of the case, which does not say how many at each. */
const STREET_CENTRES = 4;
const VILLAGE_CENTRES = 3;
const ZONES = [
  { zh: '崂山风景区', en: 'Laoshan scenic area', km2: 471, at: { lon: 120.585, lat: 36.19 } },
  { zh: '崂山风景区核心游览区', en: 'Core of the Laoshan scenic area', km2: 216, at: { lon: 120.615, lat: 36.18 } },
] as const;

type Kind = 'resort' | 'scenic-area' | 'spot' | 'info-centre' | 'hotel' | 'festival';
type Site = Omit<NamedPlace, 'lon' | 'lat'> & {
  readonly kind: Kind;
  readonly rating?: string;
  readonly level?: string;
  readonly at: LonLat;
  readonly known: boolean;
};

export default {
  id: '08-whole-area-tourism',
  generate(world) {
    const rng = world.rng('08-whole-area-tourism');
    const sites = [...scenicAreas(world, rng), ...spots(world, rng), ...services(world, rng)];
    const tourism = sites.map(({ name, at, known, kind, rating, level }, index) => {
      const place = onStreet(world, known ? settle(world, at, LAOSHAN_DISTRICT) : at);
      return pointFeature({
        id: caseFeatureId(8, index),
        at: place,
        provenance: known ? 'approximate' : 'synthetic',
        properties: {
          name: name.zh,
          name_en: name.en,
          kind,
          rating,
          level,
          district: LAOSHAN_DISTRICT,
          street: place.subdistrict,
        },
      });
    });
    return { tourism, toilets: toilets(world, rng), zones: zones(world, rng) };
  },
} satisfies Generator;

function scenicAreas(world: World, rng: Rng): Site[] {
  const known = (place: NamedPlace, rest: Pick<Site, 'kind'> & { rating?: string }): Site => ({
    name: place.name,
    at: place,
    known: true,
    ...rest,
  });
  const peak = { name: { zh: '崂山风景区', en: 'Laoshan scenic area' }, lon: 120.625, lat: 36.172 };
  const resort = {
    name: { zh: '石老人国家旅游度假区', en: 'Shilaoren National Tourist Resort' },
    lon: 120.472,
    lat: 36.097,
  };
  return [
    known(resort, { kind: 'resort' }),
    known(peak, { kind: 'scenic-area', rating: '5A' }),
    ...SCENIC_4A.map((place) => known(place, { kind: 'scenic-area', rating: '4A' })),
    ...synthetic(world, rng, SCENIC_3A, 'scenic-area', { zh: '3A级景区', en: '3A scenic area' }).map((site) => ({
      ...site,
      rating: '3A',
    })),
  ];
}

function spots(world: World, rng: Rng): Site[] {
  const named = SIGHTS.map((place): Site => ({ name: place.name, at: place, known: true, kind: 'spot' }));
  return [...named, ...synthetic(world, rng, SPOTS - named.length, 'spot', { zh: '景点', en: 'Sight' })];
}

function services(world: World, rng: Rng): Site[] {
  const named = (places: readonly NamedPlace[], kind: Kind) =>
    places.map((place): Site => ({ name: place.name, at: place, known: true, kind }));
  const centre = { zh: '旅游信息咨询中心', en: 'information centre' };
  const centres = (n: number, level: string, prefix: Text) =>
    synthetic(world, rng, n, 'info-centre', { zh: `${prefix.zh}${centre.zh}`, en: `${prefix.en} ${centre.en}` }).map(
      (site) => ({ ...site, level }),
    );
  return [
    {
      name: { zh: `崂山区${centre.zh}`, en: `Laoshan ${centre.en}` },
      at: LAOSHAN,
      known: true,
      kind: 'info-centre',
      level: 'district',
    },
    ...centres(STREET_CENTRES, 'street', { zh: '街道', en: 'Subdistrict' }),
    ...centres(VILLAGE_CENTRES, 'village', { zh: '村级', en: 'Village' }),
    ...named(HOTELS, 'hotel'),
    ...synthetic(world, rng, HOTEL_COUNT - HOTELS.length, 'hotel', {
      zh: '三星级以上酒店',
      en: 'Hotel of three stars or more',
    }),
    ...named(FESTIVALS, 'festival'),
    ...synthetic(world, rng, FESTIVAL_COUNT - FESTIVALS.length, 'festival', { zh: '特色节会', en: 'Festival' }),
  ];
}

function synthetic(world: World, rng: Rng, n: number, kind: Kind, name: Text): Site[] {
  return world.place.inArea(LAOSHAN_DISTRICT, n, rng, { even: true }).map((at, index) => ({
    name: { zh: `${name.zh}${index + 1}`, en: `${name.en} ${index + 1}` },
    at,
    known: false,
    kind,
  }));
}

/** Who goes there walks in from the nearest street, and there stands the place where none is near. */
function onStreet(world: World, { lon, lat }: LonLat): Spot {
  return world.place.onStreet({
    lon,
    lat,
    district: LAOSHAN_DISTRICT,
    subdistrict: world.subdistrictAt({ lon, lat }) ?? '',
  });
}

/** Ecological toilets near the sights, not beside each other. */
function toilets(world: World, rng: Rng): DemoFeature[] {
  const near = SIGHTS.flatMap((sight) =>
    world.place.near(settle(world, sight, LAOSHAN_DISTRICT), 900, 6, rng, { district: LAOSHAN_DISTRICT }),
  );
  return spread(near, TOILETS, 250).map((at, index) => {
    const score = Math.round(Math.min(100, Math.max(65, 90 + 5 * rng.normal())) * 10) / 10;
    return pointFeature({
      id: caseFeatureId(8, index),
      at,
      provenance: 'synthetic',
      properties: {
        ...toiletFittings(rng, rng.next() < 0.6 ? 'first' : 'second'),
        ecological: true,
        score,
        score_grade: scoreGrade(score),
        name: `崂山生态厕所${index + 1}`,
        name_en: `Ecological toilet ${index + 1}, Laoshan`,
        case: 'whole-area-tourism',
        district: LAOSHAN_DISTRICT,
        street: at.subdistrict,
      },
    });
  });
}

/** The scenic area reaches over the sea and other districts: its part in Laoshan is drawn, its whole area stated. */
function zones(world: World, rng: Rng): DemoFeature[] {
  const district = districtOf(world, LAOSHAN_DISTRICT);
  return ZONES.map(({ zh, en, km2, at }, index) => ({
    id: caseFeatureId(8, index),
    provenance: 'approximate',
    geometry: sketchedZone(roundedRing(at, km2 * 1e6, rng, 36), district),
    properties: {
      name: zh,
      name_en: en,
      kind: 'scenic',
      case: 'whole-area-tourism',
      area_m2: km2 * 1e6,
      district: LAOSHAN_DISTRICT,
      note: '面积为案例所载；图上只画出崂山区陆域部分。',
      note_en: 'Area as the case states; only the part on Laoshan’s land is drawn.',
    },
  }));
}

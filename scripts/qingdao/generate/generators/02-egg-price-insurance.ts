import { apportion } from '../apportion.ts';
import { subdistrictsOf } from '../areas.ts';
import { caseFeatureId, pointFeature } from '../features.ts';
import { eggPayoutYuan } from '../../../../tiles/cases/egg-payout.ts';
import type { Area, DemoFeature, Generator, LonLat, World } from '../types.ts';

const PINGDU = '370283';
/** Key farms of the two pilot towns, the base of the first policy among them. */
const FARMS = 120;
const BASE_TONNES = 300;
const ALL_TONNES = 2000;
/** Farms that insured besides the base; the source says many and gives no number. */
const INSURED_FARMS = 60;
const POLICY = { agreedYuanPerJin: 3.41, settlementYuanPerJin: 3.40126, tonnes: BASE_TONNES } as const;
const TOWNS = [
  { zh: '蓼兰镇', en: 'Liaolan Town', at: { lon: 119.875, lat: 36.635 } },
  { zh: '崔家集镇', en: 'Cuijiaji Town', at: { lon: 119.735, lat: 36.61 } },
] as const;

export default {
  id: '02-egg-price-insurance',
  generate(world) {
    const rng = world.rng('02-egg-price-insurance');
    const towns = TOWNS.map((town) => ({ ...town, area: townOf(world, town.zh) }));
    const spots = towns.flatMap(({ area }) => world.place.inArea(area.code, FARMS / TOWNS.length, rng, { even: true }));
    const insured = apportion(
      ALL_TONNES - BASE_TONNES,
      Array.from({ length: INSURED_FARMS }, () => 0.4 + rng.next()),
      1,
    );
    const farms = spots.map(
      (at, index): DemoFeature =>
        pointFeature({
          id: caseFeatureId(2, index),
          at,
          provenance: 'synthetic',
          properties: {
            ...(index === 0 ? base() : farm(index, insured[(index - 1) / 2])),
            district: at.district,
            street: at.subdistrict,
          },
        }),
    );
    const marks = towns.map(({ zh, en, at, area }, index) =>
      pointFeature({
        id: caseFeatureId(2, index, 't'),
        at: within(world, at, area),
        provenance: 'approximate',
        properties: { name: zh, name_en: en, kind: 'town', district: PINGDU, street: area.code },
      }),
    );
    return { 'insured-farms': [...marks, ...farms] };
  },
} satisfies Generator;

function base() {
  return {
    name: '陈氏兄弟养殖基地',
    name_en: 'Chen Brothers farming base',
    kind: 'base',
    insured_t: BASE_TONNES,
    cover_days: 28,
    agreed_price: POLICY.agreedYuanPerJin,
    settlement_price: POLICY.settlementYuanPerJin,
    payout_yuan: eggPayoutYuan(POLICY),
  };
}

/** Every second farm is insured; `tonnes` is undefined for the others. */
function farm(index: number, tonnes: number | undefined) {
  return { name: `蛋鸡养殖场${index}`, name_en: `Laying-hen farm ${index}`, kind: 'farm', insured_t: tonnes };
}

function townOf(world: World, name: string): Area {
  const town = subdistrictsOf(world, PINGDU).find((street) => street.name.zh === name);
  if (town === undefined) throw new Error(`Pingdu has no town ${name}, where the insurance was tried.`);
  return town;
}

/** The town's known place, or its centre on this map where the synthetic partition puts that place elsewhere. */
function within(world: World, at: LonLat, town: Area): LonLat {
  return world.subdistrictAt(at) === town.code ? at : town.center;
}

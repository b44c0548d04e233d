import { apportion } from '../apportion.ts';
import { caseFeatureId, pointFeature } from '../features.ts';
import { knownSpot } from '../known/spot.ts';
import { QUOTA_M3_PER_MU } from '../../../../tiles/cases/farm-water-price.ts';
import type { DemoFeature, Generator } from '../types.ts';

/** The five villages in the west of Yifengdian, on the river Dagu; `share` only spreads the totals over them. */
const VILLAGES = [
  { name: '黄戈庄村', nameEn: 'Huanggezhuang Village', lon: 120.185, lat: 36.545, share: 24 },
  { name: '大院村', nameEn: 'Dayuan Village', lon: 120.1965, lat: 36.5535, share: 23 },
  { name: '官庄村', nameEn: 'Guanzhuang Village', lon: 120.1785, lat: 36.5565, share: 19 },
  { name: '沙埠村', nameEn: 'Shabu Village', lon: 120.19, lat: 36.5345, share: 18 },
  { name: '李家庄村', nameEn: 'Lijiazhuang Village', lon: 120.202, lat: 36.542, share: 16 },
] as const;
const TOTALS = { farmlandMu: 9425, irrigatedMu: 8795.6, wells: 227 } as const;
const DEPTH_M = { minimum: 8, maximum: 10 } as const;
/** Farmland of a village reaches about this far: 9,425 mu are 6.3 km², 1.3 km² a village. */
const FIELD_RADIUS_M = 650;

export default {
  id: '25-farm-water-price',
  generate(world) {
    const rng = world.rng('25-farm-water-price');
    const shares = VILLAGES.map(({ share }) => share);
    const farmland = apportion(TOTALS.farmlandMu, shares, 1);
    const irrigated = apportion(TOTALS.irrigatedMu, shares, 1);
    const wellCounts = apportion(TOTALS.wells, shares);
    const villages: DemoFeature[] = [];
    const wells: DemoFeature[] = [];
    VILLAGES.forEach((village, i) => {
      const spot = knownSpot(world, village);
      const count = wellCounts[i] ?? 0;
      villages.push(
        pointFeature({
          id: caseFeatureId(25, i),
          at: spot,
          provenance: 'approximate',
          properties: {
            name: village.name,
            name_en: village.nameEn,
            farmland_mu: farmland[i],
            irrigated_mu: irrigated[i],
            wells: count,
            quota_m3_per_mu: QUOTA_M3_PER_MU,
            town: '移风店镇',
            district: spot.district,
            street: spot.subdistrict,
          },
        }),
      );
      const plots = apportion(
        irrigated[i] ?? 0,
        Array.from({ length: count }, () => 1 + rng.next()),
        1,
      );
      world.place.near(spot, FIELD_RADIUS_M, count, rng, { district: spot.district, open: true }).forEach((at, k) => {
        wells.push(
          pointFeature({
            id: caseFeatureId(25, wells.length),
            at,
            provenance: 'synthetic',
            properties: {
              name: `${village.name}${k + 1}号机井`,
              name_en: `Well ${k + 1} of ${village.nameEn}`,
              village: village.name,
              depth_m: rng.int(DEPTH_M.minimum * 10, DEPTH_M.maximum * 10) / 10,
              irrigates_mu: plots[k],
              metered: false,
              district: at.district,
              street: at.subdistrict,
            },
          }),
        );
      });
    });
    return { 'farm-villages': villages, wells };
  },
} satisfies Generator;

import { subdistrictsOf } from '../areas.ts';
import { caseFeatureId, pointFeature } from '../features.ts';
import { knownSpot } from '../known/spot.ts';
import type { Generator } from '../types.ts';

const LAIXI = '370285';
const CITY_HALL = { lon: 120.5178, lat: 36.8892 };

/** The lead window in Laixi's service centre, and one window with two or three agents in every town and subdistrict. */
export default {
  id: '10-approval-agents',
  generate(world) {
    const rng = world.rng('10-approval-agents');
    const shared = {
      kind: 'approval-window',
      case: 'approval-agents',
      district: LAIXI,
      services: '招商引资重点项目审批全程代办',
    } as const;
    const hall = knownSpot(world, CITY_HALL);
    const lead = pointFeature({
      id: '10-0000',
      at: hall,
      provenance: 'approximate',
      properties: {
        name: '莱西市行政服务中心项目审批代办窗口',
        name_en: 'Laixi Service Centre, approval agency window',
        level: 'district',
        street: hall.subdistrict,
        ...shared,
      },
    });
    const towns = subdistrictsOf(world, LAIXI).map((town, i) =>
      pointFeature({
        id: caseFeatureId(10, i),
        at: world.place.near(town.center, 600, 1, rng, { district: LAIXI })[0] ?? town.center,
        provenance: 'synthetic',
        properties: {
          name: `${town.name.zh}审批代办窗口`,
          name_en: `${town.name.en}, approval agency window`,
          level: 'street',
          street: town.code,
          agents: rng.int(2, 3),
          ...shared,
        },
      }),
    );
    return { 'service-points': [lead, ...towns] };
  },
} satisfies Generator;

import { caseFeatureId, pointFeature } from '../features.ts';
import type { Generator } from '../types.ts';

const SHIBEI = '370203';
const CAMERAS = 6694;
const KINDS = ['security', 'traffic', 'city', 'hazard'] as const;

/** The grids themselves come from the generator `grids`; this adds the cameras along the district's roads. */
export default {
  id: '04-grid-governance',
  generate(world) {
    const rng = world.rng('04-grid-governance');
    const cameras = world.place.alongRoads(SHIBEI, CAMERAS, rng, { offsetM: 8 }).map((at, index) =>
      pointFeature({
        id: caseFeatureId(4, index),
        at,
        provenance: 'synthetic',
        properties: {
          name: `探头${String(index + 1).padStart(4, '0')}`,
          name_en: `Camera ${index + 1}`,
          kind: KINDS[rng.weighted([50, 25, 20, 5])] ?? 'security',
          online: rng.next() < 0.97,
          road: at.road,
          road_name: at.roadName,
          road_name_en: at.roadNameEn,
          grid: world.unitGridAt(at),
          district: at.district,
          street: at.subdistrict,
        },
      }),
    );
    return { cameras };
  },
} satisfies Generator;

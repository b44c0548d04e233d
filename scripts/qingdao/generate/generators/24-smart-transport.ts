import { caseFeatureId, pointFeature } from '../features.ts';
import { knownSpot } from '../known/spot.ts';
import { FEED_OF, HUBS } from '../known/transport-hubs.ts';
import type { Generator } from '../types.ts';

export default {
  id: '24-smart-transport',
  generate(world) {
    const hubs = HUBS.map((hub, i) => {
      const spot = knownSpot(world, hub);
      return pointFeature({
        id: caseFeatureId(24, i),
        at: spot,
        provenance: 'approximate',
        properties: {
          name: hub.name,
          name_en: hub.nameEn,
          kind: hub.kind,
          feed: FEED_OF[hub.kind],
          district: spot.district,
          street: spot.subdistrict,
        },
      });
    });
    return { 'transport-hubs': hubs };
  },
} satisfies Generator;

import { makeParking } from '../traffic/parking.ts';
import { makeRoadHazards } from '../traffic/road-hazards.ts';
import { makeSchemes } from '../traffic/schemes.ts';
import type { Generator } from '../types.ts';

export default {
  id: '33-traffic-order',
  generate(world) {
    return {
      parking: makeParking(world, world.rng('33-parking')),
      'traffic-schemes': makeSchemes(world, world.rng('33-traffic-schemes')),
      'road-hazards': makeRoadHazards(world, world.rng('33-road-hazards')),
    };
  },
} satisfies Generator;

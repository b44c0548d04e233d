import { CHIEF_CONTACT, appointChiefs } from '../network/chiefs.ts';
import type { DemoFeature, Generator } from '../types.ts';

/** The roads of the network, with the street chiefs of case 27. */
export default {
  id: 'network',
  generate(world) {
    const chiefs = appointChiefs(world.network.roads, world.rng('network-chiefs'));
    const roads = world.network.roads.map((road): DemoFeature => {
      const chief = chiefs.get(road.id);
      if (!chief) throw new Error(`Road ${road.id} has no chief.`);
      return {
        id: road.id,
        geometry: road.geometry,
        provenance: 'synthetic',
        properties: {
          name: road.name.zh,
          name_en: road.name.en,
          class: road.class,
          length_m: road.lengthM,
          district: road.district,
          street: road.subdistrict,
          chief: chief.code,
          chief_role: chief.role,
          chief_contact: CHIEF_CONTACT,
        },
      };
    });
    return { roads };
  },
} satisfies Generator;

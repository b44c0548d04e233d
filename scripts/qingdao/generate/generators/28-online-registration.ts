import { caseFeatureId, pointFeature } from '../features.ts';
import type { Generator } from '../types.ts';

/** The registry of each of the seven districts and three cities, all of which went online on the same day. */
export default {
  id: '28-online-registration',
  generate(world) {
    const rng = world.rng('28-online-registration');
    const offices = world.districts.map((district, i) => {
      const at = world.place.inArea(district.code, 1, rng)[0] ?? {
        ...district.center,
        subdistrict: world.subdistrictAt(district.center),
      };
      return pointFeature({
        id: caseFeatureId(28, i),
        at,
        provenance: 'synthetic',
        properties: {
          name: `${district.name.zh}企业登记机关`,
          name_en: `Company registry of ${district.name.en}`,
          kind: 'registration-office',
          level: 'district',
          case: 'online-registration',
          counters: rng.int(6, 20),
          face_login: true,
          phone: '12315',
          services: '企业名称核准、设立、变更、备案、注销登记，全程网上办理',
          district: district.code,
          street: at.subdistrict,
        },
      });
    });
    return { 'service-points': offices };
  },
} satisfies Generator;

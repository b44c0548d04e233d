import { caseFeatureId, pointFeature } from '../features.ts';
import type { Generator } from '../types.ts';

/** One branch in every district: the source gives no list of branches, so these are examples and counted nowhere. */
export default {
  id: '16-fund-face-login',
  generate(world) {
    const rng = world.rng('16-fund-face-login');
    const branches = world.districts.map((district, i) => {
      const at = world.place.inArea(district.code, 1, rng)[0] ?? {
        ...district.center,
        subdistrict: world.subdistrictAt(district.center),
      };
      return pointFeature({
        id: caseFeatureId(16, i),
        at,
        provenance: 'synthetic',
        properties: {
          name: `市住房公积金管理中心${district.name.zh}网点`,
          name_en: `Housing Provident Fund Centre, ${district.name.en}`,
          kind: 'provident-fund',
          level: 'district',
          case: 'fund-face-login',
          face_login: true,
          counters: rng.int(4, 12),
          services: '余额、贷款、缴存基数和比例查询；月供试算',
          phone: '12329',
          district: district.code,
          street: at.subdistrict,
        },
      });
    });
    return { 'service-points': branches };
  },
} satisfies Generator;

import { caseFeatureId, pointFeature } from '../features.ts';
import { spotsByDistrict } from '../share-out.ts';
import type { Generator } from '../types.ts';

/** All carriers of the city, and those of the high-tech zone that case 11 puts on the map. */
const ALL = { sites: 334, national: 129 } as const;
const HIGH_TECH_ZONE = 16;
const SITES = ALL.sites - HIGH_TECH_ZONE;
const NATIONAL = ALL.national - HIGH_TECH_ZONE;

const WEIGHTS: Readonly<Record<string, number>> = {
  370202: 42,
  370203: 48,
  370211: 68,
  370212: 50,
  370213: 30,
  370214: 34,
  370215: 18,
  370281: 14,
  370283: 8,
  370285: 6,
};
const RURAL = new Set(['370215', '370281', '370283', '370285']);
const FORMS = {
  incubator: { zh: '科技企业孵化器', en: 'Technology incubator' },
  makerspace: { zh: '众创空间', en: 'Maker space' },
  'star-world': { zh: '星创天地', en: 'Rural maker space' },
} as const;

/** Incubators, maker spaces and rural maker spaces outside the high-tech zone. */
export default {
  id: '32-high-tech-firms',
  generate(world) {
    const rng = world.rng('32-high-tech-firms');
    // Shuffled, so that the national ones, which come first, stand in every district.
    const spots = rng.shuffle(spotsByDistrict(world, SITES, rng, { weights: WEIGHTS, minDistanceM: 200 }));
    const sites = spots.map((at, i) => {
      const form =
        RURAL.has(at.district) && rng.next() < 0.4 ? 'star-world' : rng.next() < 0.5 ? 'incubator' : 'makerspace';
      const level =
        i < NATIONAL ? 'national' : ((['province', 'city', 'district'] as const)[rng.weighted([2, 5, 3])] ?? 'city');
      const number = String(i + 1).padStart(3, '0');
      return pointFeature({
        id: caseFeatureId(32, i),
        at,
        provenance: 'synthetic',
        properties: {
          name: `${FORMS[form].zh}${number}`,
          name_en: `${FORMS[form].en} ${number}`,
          kind: 'incubator',
          form,
          level,
          recognised: level !== 'district',
          status: 'built',
          tenants: rng.int(12, 70),
          case: 'high-tech-firms',
          district: at.district,
          street: at.subdistrict,
        },
      });
    });
    return { 'innovation-sites': sites };
  },
} satisfies Generator;

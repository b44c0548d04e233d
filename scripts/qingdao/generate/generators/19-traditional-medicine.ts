import { caseFeatureId, pointFeature } from '../features.ts';
import type { Generator, Spot } from '../types.ts';

interface Technique {
  readonly zh: string;
  readonly en: string;
  readonly discipline: 'tuina' | 'bone-setting' | 'acupuncture' | 'herbal' | 'surgery';
}

/** The techniques that the case names; it leaves the other six of the sixteen unnamed. */
const TECHNIQUES: readonly Technique[] = [
  { zh: '三字经流派小儿推拿', en: 'Paediatric massage of the Three Character school', discipline: 'tuina' },
  {
    zh: '手法正骨治疗儿童四肢骨折',
    en: 'Manual bone-setting of children’s limb fractures',
    discipline: 'bone-setting',
  },
  {
    zh: '中药内服外敷治疗糖尿病足、痛风',
    en: 'Herbs taken and applied for diabetic foot and gout',
    discipline: 'herbal',
  },
  {
    zh: '治疗褥疮、膝关节滑膜炎的中药验方',
    en: 'Proven herbal recipes for bedsores and knee synovitis',
    discipline: 'herbal',
  },
  { zh: '穴位减肥', en: 'Weight loss by acupoints', discipline: 'acupuncture' },
  { zh: '浮针治疗疼痛', en: 'Floating needle for pain', discipline: 'acupuncture' },
  { zh: '无痛治疗痔疮、肛瘘', en: 'Painless treatment of piles and fistula', discipline: 'surgery' },
  { zh: '一针治疗腱鞘炎、网球肘', en: 'One needle for tenosynovitis and tennis elbow', discipline: 'acupuncture' },
  { zh: '整脊手法治疗颈、肩痛', en: 'Spine manipulation for neck and shoulder pain', discipline: 'tuina' },
  { zh: '火针治疗带状疱疹和湿疹', en: 'Fire needle for shingles and eczema', discipline: 'acupuncture' },
];
const MASTERS = 16;
/** Share of each setting; the case says that entries came from hospitals, townships and private practice alike. */
const SETTINGS = ['hospital', 'hospital', 'clinic', 'township'] as const;

/** Institutions only: the case's practitioners are persons, so none is named and none is placed where one works. */
export default {
  id: '19-traditional-medicine',
  generate(world) {
    const rng = world.rng('19-traditional-medicine');
    const districts = rng.shuffle(world.districts);
    const spots = Array.from({ length: MASTERS }, (_, i): Spot => {
      const district = districts[i % districts.length];
      const spot = district && world.place.inArea(district.code, 1, rng)[0];
      if (spot === undefined) throw new Error('No place was found for an institution of case 19.');
      return spot;
    });
    const masters = spots.map((spot, i) => {
      const technique = TECHNIQUES[i];
      const number = String(i + 1).padStart(2, '0');
      return pointFeature({
        id: caseFeatureId(19, i),
        at: spot,
        provenance: 'synthetic',
        properties: {
          name: `传统医学达人执业机构${number}`,
          name_en: `Institution ${number} of a master of traditional medicine`,
          technique: technique?.zh ?? '案例未列名的传统技术',
          technique_en: technique?.en ?? 'Technique not named by the case',
          discipline: technique?.discipline,
          documented: technique !== undefined,
          setting: SETTINGS[i % SETTINGS.length],
          district: spot.district,
          street: spot.subdistrict,
        },
      });
    });
    return { 'tcm-masters': masters };
  },
} satisfies Generator;
